import { TestSessionStarted } from '../../../protocol/http/test-sessions.ts';
import { deriveJoinSecrets, joinLink, makeJoinKey } from '../../seal/join-key.ts';
import type { AdminApi } from '../admin-api.ts';

/** Where both sides of a session with oneself are opened. */
export interface TestAddresses {
  /** As a customer. */
  readonly join: string;
  /** As an agent; good for a minute. */
  readonly live: string;
}

/** Starts a session with oneself. As in the panel, the key is made here and the server gets the hash of a proof. */
export const startTest = async (api: AdminApi): Promise<TestAddresses> => {
  const joinKey = makeJoinKey();
  const { proofHash } = await deriveJoinSecrets(joinKey);
  const { sessionId, liveCode } = await api.post(
    '/api/setup/test-sessions',
    { proofHash },
    TestSessionStarted,
  );
  return {
    join: joinLink(location.origin, sessionId, joinKey),
    live: `${location.origin}/live/${sessionId}#${joinKey}.${liveCode.code}`,
  };
};
