import type { SignedCase } from '../../http/caller.ts';
import { Problem } from '../../http/problem.ts';
import type { Case, Crm, CrmUser } from '../crm.ts';

interface JwtCrmNeeds {
  /** Who the agent is, as their console said last. */
  readonly currentUser: () => Promise<CrmUser>;
  /** The case that their console has signed to be open; null: none. */
  readonly signedCase: SignedCase | null;
}

/**
 * What there is of a CRM where a console only signs who is there: the one case that it signed, and nowhere to write to. All that would
 * be written stays in Handrail's own session log.
 */
export const createJwtCrm = ({ currentUser, signedCase }: JwtCrmNeeds): Crm => ({
  kind: 'jwt',
  currentUser,
  grantsOf: async () => {
    throw new Problem('crm_forbidden', 'A console that signs says what people hold when they open it.');
  },
  findCase: async (id) => (signedCase?.id === id ? caseOf(signedCase) : null),
  addNoteOnce: async () => 'unsupported',
  putSessionRecord: async () => 'unsupported',
  putFileOnce: noFiles,
  readFile: noFiles,
  removeFile: noFiles,
});

const noFiles = async (): Promise<never> => {
  throw new Problem('crm_forbidden', 'This organization has no CRM that keeps files.');
};

const caseOf = ({ id, number, subject, requester }: SignedCase): Case => ({
  id,
  number: number ?? id,
  subject: subject ?? '',
  closed: false,
  requester,
  brandId: null,
  mergedFrom: null,
});
