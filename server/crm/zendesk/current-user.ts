import { Problem } from '../../http/problem.ts';
import type { CrmGrant, CrmUser } from '../crm.ts';
import { readAnswer } from '../read-answer.ts';
import { answerInvalid, revoked } from '../refusals.ts';
import { CustomRoles, Groups, Memberships, type Person, Self } from './answers.ts';
import type { ZendeskClient } from './client.ts';
import { nullIfNotThere } from './null-if-not-there.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

/** Longer ones are somebody's notes, and no group of people. */
const longestFieldValue = 100;

/** Who is signed in, with all that an agent may read about themself. */
export const currentUser = async ({ client, base }: ZendeskAccount): Promise<CrmUser> => {
  const self = readAnswer(Self, (await client.users.me()).result);
  // Zendesk answers this one call for nobody, too.
  const { id } = self;
  if (id === null) throw revoked(new Error('Zendesk says that nobody is signed in.'));
  return personWithGrants({ client, base }, { ...self, id });
};

/** Somebody as Zendesk shows them, with the groups and roles that it tells of them. @throws Problem `wrong_organization`, `user_inactive`. */
export const personWithGrants = async (
  { client, base }: Pick<ZendeskAccount, 'client' | 'base'>,
  self: Person,
): Promise<CrmUser> => {
  if (originOf(self.url) !== new URL(base).origin) {
    throw new Problem('wrong_organization', 'This is an account of another Zendesk.');
  }
  if (!self.active || self.suspended || self.role === 'end-user') {
    throw new Problem('user_inactive', 'Zendesk says that this account is not an active agent.');
  }
  return {
    id: String(self.id),
    name: self.name,
    email: self.email ?? '',
    grants: [
      { source: 'zd.user', id: String(self.id), name: self.name },
      { source: 'zd.role', id: self.role, name: self.role },
      ...(await customRole(client, self.custom_role_id)),
      ...(await groupsOf(client, self.id)),
      ...userFields(self.user_fields),
    ],
  };
};

const originOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).origin : null);

/** Custom roles are a matter of plan and rights; the id is known anyway, and it is what decides. */
const customRole = async (client: ZendeskClient, id: number | null): Promise<readonly CrmGrant[]> => {
  if (id === null) return [];
  const roles = readAnswer(CustomRoles, (await nullIfNotThere(client.customagentroles.list())) ?? []);
  return [{ source: 'zd.customRole', id: String(id), name: nameIn(roles, id) }];
};

const groupsOf = async (client: ZendeskClient, userId: number): Promise<readonly CrmGrant[]> => {
  const memberships = readAnswer(Memberships, await client.groupmemberships.listByUser(userId));
  if (memberships.some(({ user_id }) => user_id !== userId)) throw answerInvalid();
  if (memberships.length === 0) return [];
  const groups = readAnswer(Groups, (await nullIfNotThere(client.groups.list())) ?? []);
  return memberships.map(({ group_id }) => ({
    source: 'zd.group',
    id: String(group_id),
    name: nameIn(groups, group_id),
  }));
};

const nameIn = (all: readonly { readonly id: number; readonly name: string }[], id: number): string =>
  all.find((one) => one.id === id)?.name ?? String(id);

const userFields = (fields: Readonly<Record<string, unknown>>): readonly CrmGrant[] =>
  Object.entries(fields).flatMap(([key, value]): readonly CrmGrant[] => {
    if (typeof value !== 'string' && typeof value !== 'number' && value !== true) return [];
    if (value === '' || String(value).length > longestFieldValue) return [];
    const name = `${key}=${value}`;
    return [{ source: 'zd.userField', id: name, name }];
  });
