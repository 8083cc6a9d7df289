import type { AdminCode } from '../../../protocol/http/admin-codes.ts';
import type { AgentToken, SignInStarted, SignInState } from '../../../protocol/http/authentication.ts';

/** The server's part of signing in. Every call rejects with an `ApiProblem`, whose code is `offline` without a network. */
export interface SignInApi {
  /** With the bearer of somebody who is signed in, only the same person may come back. */
  start(bearer: string | null): Promise<SignInStarted>;
  look(id: string, pollSecret: string): Promise<SignInState>;
  renew(bearer: string): Promise<AgentToken>;
  end(bearer: string): Promise<void>;
  /** Asks the CRM anew what this agent holds. */
  check(bearer: string, agentId: string): Promise<void>;
  /** Asks the administrators for a role. */
  requestAccess(bearer: string): Promise<void>;
  /** A way into the admin pages, good once and for a minute. */
  newAdminCode(bearer: string): Promise<AdminCode>;
}
