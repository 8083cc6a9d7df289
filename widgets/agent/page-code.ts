import * as v from 'valibot';
import { AgentToken } from '../../protocol/http/authentication.ts';
import { Secret256 } from '../../protocol/identifier.ts';
import type { Api } from '../link/api.ts';
import type { ProofKey } from '../link/proof-key.ts';

/** The one-time code that a panel handed over in this page's address, which it takes out at once. Null when there is none. */
export const takePageCode = (): string | null => {
  const code = v.safeParse(Secret256, location.hash.slice(1));
  if (!code.success) return null;
  history.replaceState(null, '', location.pathname);
  return code.output;
};

/** Signs in with the code; the bearer is bound to this key. @throws ApiProblem `sign_in_expired` when it is unknown, used or over. */
export const redeemPageCode = (api: Api, code: string, { publicKey }: ProofKey): Promise<AgentToken> =>
  api.post('/api/admin-codes/redemptions', { code, publicKey }, AgentToken);
