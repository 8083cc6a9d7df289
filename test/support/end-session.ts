import { randomId } from '../../server/crypto/random.ts';
import { endWithin } from '../../server/sessions/end-session.ts';
import { neverReopened } from '../../server/sessions/reopening.ts';
import { noWords, type Session } from '../../server/sessions/session.ts';
import { insertSession, saveSession } from '../../server/sessions/session-store.ts';
import type { TestDatabase } from './database.ts';

interface Where {
  readonly tenantId: string;
  readonly agentId: string;
  readonly caseId: string;
}

/** A session ends while nobody is there to say how it went: its summary is due. Answers with its id. */
export const endSession = async (
  { inTransaction }: Pick<TestDatabase, 'inTransaction'>,
  where: Where,
  at = Date.now(),
): Promise<string> => {
  const session = sessionIn(where, at);
  const ending = { by: 'server', reason: 'signed_out', actor: 'server' } as const;
  await inTransaction(async (trx) => {
    await insertSession(trx, session);
    await saveSession(trx, await endWithin(trx, session, ending, at));
  });
  return session.id;
};

/** One that goes on, with a customer in it. */
export const sessionIn = ({ tenantId, agentId, caseId }: Where, at: number): Session => ({
  id: randomId('ses'),
  tenantId,
  agentId,
  caseId,
  caseNumber: caseId,
  requester: null,
  brandId: null,
  isTest: false,
  proofHash: '',
  createdAt: at - 70_000,
  state: { name: 'active', joinedAt: at - 60_000, activeAt: at - 50_000, by: 'link' },
  grants: [],
  paused: false,
  features: ['view'],
  visitorId: null,
  places: [],
  words: noWords,
  reopening: neverReopened,
  version: 1,
});
