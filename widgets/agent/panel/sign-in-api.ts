import type { AdminCode } from '../../../protocol/http/admin-codes.ts';
import type {
  AgentToken,
  IdentityProof,
  SignInStarted,
  SignInState,
} from '../../../protocol/http/authentication.ts';
import type { BoundBearer, ProofKey } from '../../link/proof-key.ts';

/** The server's part of signing in. Every call rejects with an `ApiProblem`, whose code is `offline` without a network. */
export interface SignInApi {
  /** The bearer that comes of it is bound to this key. With the bearer of somebody who is signed in, only the same person may come back. */
  start(key: ProofKey, bearer: BoundBearer | null): Promise<SignInStarted>;
  /** Takes what the console has signed about who is here; the bearer is bound to this key. */
  exchange(key: ProofKey, proof: IdentityProof): Promise<AgentToken>;
  look(id: string, pollSecret: string): Promise<SignInState>;
  renew(bearer: BoundBearer): Promise<AgentToken>;
  end(bearer: BoundBearer): Promise<void>;
  /** Asks the CRM anew what this agent holds. */
  check(bearer: BoundBearer, agentId: string): Promise<void>;
  /** Asks the administrators for a role. */
  requestAccess(bearer: BoundBearer): Promise<void>;
  /** A way into the admin pages, good once and for a minute. */
  newAdminCode(bearer: BoundBearer): Promise<AdminCode>;
}
