import { Problem } from '../../http/problem.ts';
import type { CrmUser } from '../crm.ts';
import { readAnswer } from '../read-answer.ts';
import { answerInvalid } from '../refusals.ts';
import { Person } from './answers.ts';
import { personWithGrants } from './current-user.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

/** What somebody else holds: an agent may read that of every other. */
export const grantsOf = async (account: ZendeskAccount, userId: string): Promise<CrmUser | null> => {
  const id = Number(userId);
  if (!Number.isSafeInteger(id)) return null;
  const shown = await account.client.users.show(id).catch(nullIfNobody);
  if (shown === null) return null;
  const person = readAnswer(Person, shown.result);
  if (person.id !== id) throw answerInvalid();
  return personWithGrants(account, person);
};

/** Not there, and not allowed, are two things here. */
const nullIfNobody = (error: unknown): null => {
  if (error instanceof Problem && error.code === 'case_not_found') return null;
  throw error;
};
