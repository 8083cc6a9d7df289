import type { ProblemCode } from '../../../protocol/problem.ts';
import { Problem } from '../../http/problem.ts';
import type { CrmGrant } from '../crm.ts';
import { AssignmentRows, MembershipRows, ProfileRows } from './answers.ts';
import { rowsOf } from './rows-of.ts';
import type { SalesforceOrg } from './salesforce-org.ts';
import { soql } from './soql.ts';

/**
 * What only somebody with “View Setup and Configuration” may read about a person: permission sets and their groups, public groups
 * (one level: a group inside a group is not followed), the profile. None when that account itself may not any more: those who hold
 * Handrail's custom permissions still get in, and can mend it.
 */
export const readSetupGrants = async (org: SalesforceOrg, userId: string): Promise<readonly CrmGrant[]> => {
  try {
    return await setupGrantsOf(org, userId);
  } catch (error) {
    if (error instanceof Problem && mayNotRead.has(error.code)) return [];
    throw error;
  }
};

/** The same, and not without: refused to whoever may not read it. */
export const setupGrantsOf = async (org: SalesforceOrg, userId: string): Promise<readonly CrmGrant[]> => [
  ...(await permissionSets(org, userId)),
  ...(await publicGroups(org, userId)),
  ...(await profile(org, userId)),
];

const mayNotRead: ReadonlySet<ProblemCode> = new Set(['auth_revoked', 'crm_forbidden', 'case_not_found']);

/** A group of permission sets is assigned as a set of its own, and so is the profile. */
const permissionSets = async (org: SalesforceOrg, userId: string): Promise<readonly CrmGrant[]> => {
  const query = soql`SELECT PermissionSetId, PermissionSet.Name, PermissionSet.IsOwnedByProfile, PermissionSetGroupId, PermissionSetGroup.DeveloperName FROM PermissionSetAssignment WHERE AssigneeId = ${userId} AND IsActive = true`;
  const rows = await rowsOf(org, AssignmentRows, query);
  return rows.flatMap((row): readonly CrmGrant[] => {
    const { PermissionSetGroupId: groupId, PermissionSetGroup: group, PermissionSet: set } = row;
    if (groupId !== null) {
      return [{ source: 'sf.permissionSetGroup', id: groupId, name: group?.DeveloperName ?? groupId }];
    }
    if (set.IsOwnedByProfile) return [];
    return [{ source: 'sf.permissionSet', id: row.PermissionSetId, name: set.Name }];
  });
};

const publicGroups = async (org: SalesforceOrg, userId: string): Promise<readonly CrmGrant[]> => {
  const query = soql`SELECT GroupId, Group.DeveloperName, Group.Type FROM GroupMember WHERE UserOrGroupId = ${userId}`;
  const rows = await rowsOf(org, MembershipRows, query);
  return rows.flatMap(({ GroupId: id, Group: { Type: type, DeveloperName: name } }) =>
    type === 'Regular' ? [{ source: 'sf.publicGroup', id, name: name ?? id } as const] : [],
  );
};

const profile = async (org: SalesforceOrg, userId: string): Promise<readonly CrmGrant[]> => {
  const query = soql`SELECT ProfileId, Profile.Name FROM User WHERE Id = ${userId} LIMIT 1`;
  const rows = await rowsOf(org, ProfileRows, query);
  return rows.map(({ ProfileId: id, Profile: { Name: name } }) => ({ source: 'sf.profile', id, name }));
};
