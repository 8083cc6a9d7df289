import type { ProblemCode } from '../../../protocol/problem.ts';
import { Problem } from '../../http/problem.ts';
import type { CrmGrant } from '../crm.ts';
import type { Integration } from '../provider.ts';
import { AssignmentRows, ProfileRows } from './answers.ts';
import { publicGroups } from './public-groups.ts';
import { rowsOf } from './rows-of.ts';
import type { SalesforceOrg } from './salesforce-org.ts';
import { soql } from './soql.ts';

/** The org as the account that may read its setup. */
export interface SetupReader {
  readonly org: SalesforceOrg;
  readonly note: Integration['note'];
}

/**
 * What only somebody with “View Setup and Configuration” may read about a person: permission sets and their groups, public groups
 * and those that these are in, the profile. None when that account itself may not any more: those who hold
 * Handrail's custom permissions still get in, and can mend it; and it is noted, so that admins are told.
 */
export const readSetupGrants = async (
  { org, note }: SetupReader,
  userId: string,
): Promise<readonly CrmGrant[]> => {
  try {
    const grants = await setupGrantsOf(org, userId);
    note(null);
    return grants;
  } catch (error) {
    if (!(error instanceof Problem) || !mayNotRead.has(error.code)) throw error;
    note(error.code);
    return [];
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

const profile = async (org: SalesforceOrg, userId: string): Promise<readonly CrmGrant[]> => {
  const query = soql`SELECT ProfileId, Profile.Name FROM User WHERE Id = ${userId} LIMIT 1`;
  const rows = await rowsOf(org, ProfileRows, query);
  return rows.map(({ ProfileId: id, Profile: { Name: name } }) => ({ source: 'sf.profile', id, name }));
};
