import { Problem } from '../../http/problem.ts';
import type { CrmGrant, CrmUser } from '../crm.ts';
import { AccessRows, AssignmentRows, CustomPermissionRows, PersonRows } from './answers.ts';
import { setupGrantsOf } from './read-setup-grants.ts';
import { rowsOf } from './rows-of.ts';
import type { SalesforceOrg } from './salesforce-org.ts';
import { soql } from './soql.ts';

/** What somebody else holds, as an account with “View Setup and Configuration” reads it. @throws Problem `crm_forbidden` without that. */
export const grantsOf = async (org: SalesforceOrg, userId: string): Promise<CrmUser | null> => {
  if (!/^005[A-Za-z0-9]{12,15}$/.test(userId)) return null;
  const query = soql`SELECT Id, Name, Email, IsActive FROM User WHERE Id = ${userId} LIMIT 1`;
  const [person] = await rowsOf(org, PersonRows, query);
  if (!person) return null;
  const { Id: id, Name: name, Email: email, IsActive: isActive } = person;
  if (!isActive) throw new Problem('user_inactive', 'Salesforce says that this user is not active.');
  try {
    return {
      id,
      name,
      email: email ?? '',
      grants: [
        { source: 'sf.user', id, name },
        ...(await customPermissions(org, id)),
        ...(await setupGrantsOf(org, id)),
      ],
    };
  } catch (error) {
    throw hiddenIsForbidden(error);
  }
};

/** Those that any assigned permission set gives: a profile's own set and a group's are among them. */
const customPermissions = async (org: SalesforceOrg, userId: string): Promise<readonly CrmGrant[]> => {
  const assigned = soql`SELECT PermissionSetId, PermissionSet.Name, PermissionSet.IsOwnedByProfile, PermissionSetGroupId, PermissionSetGroup.DeveloperName FROM PermissionSetAssignment WHERE AssigneeId = ${userId} AND IsActive = true`;
  const sets = (await rowsOf(org, AssignmentRows, assigned)).map((row) => row.PermissionSetId);
  if (sets.length === 0) return [];
  // A query inside of a query inside of a query is none that Salesforce takes.
  const given = soql`SELECT SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = 'CustomPermission' AND ParentId IN ${sets}`;
  const ids = (await rowsOf(org, AccessRows, given)).map((row) => row.SetupEntityId);
  if (ids.length === 0) return [];
  const named = soql`SELECT DeveloperName FROM CustomPermission WHERE Id IN ${[...new Set(ids)]}`;
  const rows = await rowsOf(org, CustomPermissionRows, named);
  return rows.map(({ DeveloperName: id }) => ({ source: 'sf.customPermission', id, name: id }) as const);
};

/** What an account may not see, Salesforce calls an object that isn't there. */
const hiddenIsForbidden = (error: unknown): unknown =>
  error instanceof Problem && error.code === 'case_not_found'
    ? new Problem('crm_forbidden', 'This account may not read what others hold.', { cause: error })
    : error;
