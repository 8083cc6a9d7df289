/** A panel's one-time way into the admin pages; only its hash is kept. */
export interface AdminCodeRow {
  hash: string;
  tenant_id: string;
  agent_id: string;
  /** When the panel's person signed in: the bearer that comes of it ends eight hours after that, too. */
  signed_in_at: number;
  expires_at: number;
}

export interface SignInTransactionRow {
  id: string;
  tenant_id: string;
  /** Unique. Of a state that nobody knows until the popup goes to the CRM. */
  state_hash: string;
  /** Sealed; null before the popup went to the CRM and once it came back (a callback works once). */
  code_verifier: string | null;
  poll_secret_hash: string;
  proof_hash: string;
  user_code: string;
  /** Hash of the popup's cookie; null until the codes matched or the opener proved itself. */
  popup_hash: string | null;
  /** `started`, `proven`, `authorizing`, `signed_in`, `failed`, `told`. */
  status: string;
  /** Who must come back, when a signed-in panel signs in again; null: anybody of the tenant. */
  expected_agent_id: string | null;
  agent_id: string | null;
  /** JSON problem, when failed. */
  problem: string | null;
  /** Of the panel's key (RFC 7638): the bearer that comes of this is bound to it. */
  thumbprint: string;
  expires_at: number;
}

/** A panel's bearer; only its hash is kept. */
export interface AgentTokenRow {
  hash: string;
  tenant_id: string;
  agent_id: string;
  /** When the person signed in: renewals slide no further than eight hours from here. */
  signed_in_at: number;
  expires_at: number;
  /** Of the panel's key (RFC 7638): without a proof by that key the bearer is worth nothing. */
  thumbprint: string;
  /** `all`, or `connect`: nothing is known of the roles before the CRM can be asked. */
  permits: string;
  /** JSON `SignedCase`: what the console signed that the agent has open; null: nothing. */
  signed_case: string | null;
}

/** Stands in a page that came for a request which the CRM signed; good once, for a minute. */
export interface BootstrapCodeRow {
  hash: string;
  tenant_id: string;
  crm_user_id: string;
  expires_at: number;
}

/** What can be used once and was: assertions, signed requests, proofs. Kept until it would have run out. */
export interface SpentIdRow {
  hash: string;
  expires_at: number;
}

/** CRM tokens of one agent, sealed under the key ring. Unique on (tenant_id, agent_id). */
export interface CrmTokenRow {
  tenant_id: string;
  agent_id: string;
  /** JSON `TokenSet`, sealed, base64url. */
  sealed: string;
  version: number;
  /** Null when the CRM doesn't say. */
  expires_at: number | null;
  /** Until when one process alone may use the refresh token; null: nobody is refreshing. */
  refreshing_until: number | null;
  revoked_at: number | null;
  /** `crm` when the CRM has ended the grant, `us` when we have; null while it goes on. */
  ended_by: string | null;
}
