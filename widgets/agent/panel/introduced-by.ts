import type { AgentToken } from '../../../protocol/http/authentication.ts';
import { AssertionRefused } from '../../host/assertion-refused.ts';
import { makeProofKey, type ProofKey } from '../../link/proof-key.ts';
import { refusalOf } from '../refusal-of.ts';
import type { HostIdentity } from './host-identity.ts';
import type { SignInApi } from './sign-in-api.ts';

/** A bearer, until when it is good and whose it is, with the key that it is bound to. */
export interface Held {
  readonly token: AgentToken;
  readonly key: ProofKey;
}

/** Signed in as whom the console says. Null: it says nothing. @throws AssertionRefused, and what the server refuses. */
export const introducedBy = async (identity: HostIdentity, api: SignInApi): Promise<Held | null> => {
  const proof = await identity.prove();
  if (!proof) return null;
  const key = await makeProofKey();
  return { token: await api.exchange(key, proof), key };
};

/** By a fresh word of the console. Null: it has none, and the bearer itself has to do. @throws AssertionRefused when the role is gone. */
export const namedAgainBy = async (identity: HostIdentity, api: SignInApi): Promise<Held | null> => {
  try {
    return await introducedBy(identity, api);
  } catch (error) {
    if (!(error instanceof AssertionRefused)) {
      // A bug is thrown on; whatever was refused is no reason to lose a bearer that is still good.
      refusalOf(error);
      return null;
    }
    if (error.reason === 'no_permission') throw error;
    return null;
  }
};
