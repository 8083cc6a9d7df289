import type { CrmGrant } from '../crm.ts';
import { MembershipRows } from './answers.ts';
import { rowsOf } from './rows-of.ts';
import type { SalesforceOrg } from './salesforce-org.ts';
import { soql } from './soql.ts';

/** Groups in groups in groups: what is deeper gives nothing. One query each. */
const mostLevels = 5;
/** A query goes into an address, which Salesforce takes up to 16 kB of: what is beyond gives nothing. */
const mostAtOnce = 200;

/**
 * The public groups that a person is in, directly or by a group that is in another: Salesforce tells one level at a time. Not by a role
 * that is in a group: no row says that of a person.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_groupmember.htm
 */
export const publicGroups = async (org: SalesforceOrg, userId: string): Promise<readonly CrmGrant[]> => {
  const found = new Map<string, CrmGrant>();
  let members: readonly string[] = [userId];
  for (let level = 0; level < mostLevels && members.length > 0; level += 1) {
    const groups = await groupsWith(org, members);
    const added = groups.filter(({ id }) => !found.has(id));
    for (const group of added) found.set(group.id, group);
    members = [...new Set(added.map(({ id }) => id))].slice(0, mostAtOnce);
  }
  return [...found.values()];
};

const groupsWith = async (org: SalesforceOrg, members: readonly string[]): Promise<readonly CrmGrant[]> => {
  const query = soql`SELECT GroupId, Group.DeveloperName, Group.Type FROM GroupMember WHERE UserOrGroupId IN ${members}`;
  const rows = await rowsOf(org, MembershipRows, query);
  return rows.flatMap(({ GroupId: id, Group: { Type: type, DeveloperName: name } }) =>
    type === 'Regular' ? [{ source: 'sf.publicGroup', id, name: name ?? id } as const] : [],
  );
};
