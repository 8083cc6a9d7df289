import type { Generated } from 'kysely';

/**
 * Every table. Ids are text, times are epoch milliseconds, booleans are 0 or 1, JSON is text that a schema reads:
 * the forms that SQLite and PostgreSQL share.
 */
export interface Schema {
  tenants: TenantRow;
  tenant_invitations: TenantInvitationRow;
  setup_facts: SetupFactRow;
  agents: AgentRow;
  agent_grants: AgentGrantsRow;
  access_requests: AccessRequestRow;
  admin_codes: AdminCodeRow;
  sign_in_transactions: SignInTransactionRow;
  agent_tokens: AgentTokenRow;
  bootstrap_codes: BootstrapCodeRow;
  spent_ids: SpentIdRow;
  crm_tokens: CrmTokenRow;
  sessions: SessionRow;
  join_codes: JoinCodeRow;
  visitor_credentials: VisitorCredentialRow;
  handovers: HandoverRow;
  live_codes: LiveCodeRow;
  live_tokens: LiveTokenRow;
  write_backs: WriteBackRow;
  write_back_parts: WriteBackPartRow;
  outbox: OutboxRow;
  audit_entries: AuditEntryRow;
}

interface TenantRow {
  id: string;
  name: string;
  /** `TenantSettings` as JSON, sealed. */
  settings: string;
  updated_at: number;
  /** Counts up on each change, for compare-and-swap. */
  version: Generated<number>;
  /** SHA-256 of the entry of the operator's file that was last applied; null: none was. */
  file_digest: string | null;
  /** 0 while its first admin has not signed in: nothing but the invitation knows it. 2 once it was removed: nothing knows it. */
  in_use: Generated<number>;
}

/** A way to become a new tenant's first admin, once. */
interface TenantInvitationRow {
  id: string;
  /** The id that the tenant gets. */
  tenant_id: string;
  tenant_name: string;
  secret_hash: string;
  /** JSON, what the operator knew of the CRM; null: nothing. */
  suggestion: string | null;
  /** The newest sign-in that was begun with it. */
  sign_in_id: string | null;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** What was seen of a tenant's installation, by name. Unique on (tenant_id, name). */
interface SetupFactRow {
  tenant_id: string;
  name: string;
  /** JSON, by the name's schema. */
  fact: string;
  at: number;
}

/** Unique on (tenant_id, crm_user_id). */
interface AgentRow {
  id: string;
  tenant_id: string;
  crm_user_id: string;
  name: string;
  email: string;
  /** JSON list of role names; `[]` is nobody. */
  roles: string;
  roles_checked_at: number;
  created_at: number;
  /** Since when the CRM says that this account is switched off; null: it isn't. */
  inactive_at: number | null;
}

/** What an agent was last seen to hold, a row a source and way: the newest reading of a source counts. Key: (agent_id, source, via). */
interface AgentGrantsRow {
  tenant_id: string;
  agent_id: string;
  /** `GrantSource` */
  source: string;
  as_of: number;
  /** `assertion`, `oauth` or `integration`: who told. */
  via: string;
  /** JSON list of {id, name}. */
  grants: string;
}

/** Somebody without a role asked for one. At most one a person waits. */
interface AccessRequestRow {
  id: string;
  tenant_id: string;
  agent_id: string;
  asked_at: number;
  /** `AccessDecision` as JSON; null: it waits. */
  decision: string | null;
}

/** A panel's one-time way into the admin pages; only its hash is kept. */
interface AdminCodeRow {
  hash: string;
  tenant_id: string;
  agent_id: string;
  /** When the panel's person signed in: the bearer that comes of it ends eight hours after that, too. */
  signed_in_at: number;
  expires_at: number;
}

interface SignInTransactionRow {
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
interface AgentTokenRow {
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
interface BootstrapCodeRow {
  hash: string;
  tenant_id: string;
  crm_user_id: string;
  expires_at: number;
}

/** What can be used once and was: assertions, signed requests, proofs. Kept until it would have run out. */
interface SpentIdRow {
  hash: string;
  expires_at: number;
}

/** CRM tokens of one agent, sealed under the key ring. Unique on (tenant_id, agent_id). */
interface CrmTokenRow {
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

interface SessionRow {
  id: string;
  tenant_id: string;
  agent_id: string;
  /** Both null: it is on no case. */
  case_id: string | null;
  case_number: string | null;
  /** The CRM's id of whom the case is about: what earlier sessions are found by. */
  requester_id: string | null;
  /** `Requester` as JSON; null once it was forgotten. */
  requester: string | null;
  /** The CRM's id of the case's brand. */
  brand_id: string | null;
  /** 0 or 1: somebody tries it out with themselves. Null is 0. */
  is_test: number | null;
  proof_hash: string;
  created_at: number;
  /** The name of the state, for queries. */
  state_name: string;
  /** `SessionState` as JSON. */
  state: string;
  /** JSON list of `Grant`. */
  grants: string;
  /** 0 or 1: the visitor paused sharing. */
  paused: number;
  /** JSON list of capabilities ever used, for the note. */
  features: string;
  visitor_id: string | null;
  /** JSON list of {key, number, role}: participants keep their numbers. */
  participants: string;
  /** `WordsState` as JSON; null: no words were compared. */
  words: string | null;
  /** `Reopening` as JSON; null: no end of it could be taken back yet. */
  reopening: string | null;
  /** Until when its end can be taken back, for queries; null: it can't. */
  reopen_until: number | null;
  /** Counts up on each change, for compare-and-swap. */
  version: number;
}

interface JoinCodeRow {
  /** SHA-256 of tenant-less digits under the server's own key (HMAC). */
  code_hash: string;
  tenant_id: string;
  session_id: string;
  expires_at: number;
  used_at: number | null;
  /** Hash of the ticket that the right code was answered with. */
  ticket_hash: string | null;
}

/** A visitor's way into the room of one session. */
interface VisitorCredentialRow {
  hash: string;
  tenant_id: string;
  session_id: string;
  visitor_id: string;
  /** Raw P-256 point, base64url; null until the tenant's site has joined with it. */
  public_key: string | null;
  /** Hash of what the visitor shows to hear the answer to the admission again, should it be lost; null: nothing. */
  retry_hash: string | null;
  created_at: number;
}

interface HandoverRow {
  id_hash: string;
  tenant_id: string;
  session_id: string;
  blob: string;
  origin: string;
  expires_at: number;
}

interface LiveCodeRow {
  hash: string;
  tenant_id: string;
  session_id: string;
  agent_id: string;
  expires_at: number;
}

interface LiveTokenRow {
  hash: string;
  tenant_id: string;
  session_id: string;
  agent_id: string;
  public_key: string;
  created_at: number;
}

/** What an ended session has to say to the CRM. */
interface WriteBackRow {
  session_id: string;
  tenant_id: string;
  /** `Summary` as JSON. */
  summary: string;
  ended_at: number;
  /** Until when the agent can add an outcome; null: not any more. */
  outcome_until: number | null;
  /** When its first part set out: what the agent says after that is a part of its own. */
  set_out_at: number | null;
  outcome: string | null;
  /** The agent's sentence; null also once it is in the CRM. */
  comment: string | null;
}

/** Unique on (session_id, part). */
interface WriteBackPartRow {
  session_id: string;
  tenant_id: string;
  /** `note`, `record`, `outcome`. */
  part: string;
  /** `pending`, `written`, `unsupported`, `failed`. */
  state: string;
  /** Why it failed. */
  problem: string | null;
  /** In the outbox, which keeps done jobs for a while only. */
  job_id: string;
}

interface OutboxRow {
  id: string;
  tenant_id: string;
  kind: string;
  payload: string;
  created_at: number;
  run_at: number;
  attempts: number;
  /** Until when a worker holds it; null: free. */
  leased_until: number | null;
  done_at: number | null;
  failed_at: number | null;
  last_problem: string | null;
}

interface AuditEntryRow {
  sequence: number;
  tenant_id: string;
  at: number;
  /** `agent:<id>`, `visitor:<id>`, `server`. */
  actor: string;
  action: string;
  /** What it is about: a session id, an agent id. */
  subject: string;
  /** JSON, no session content. */
  detail: string;
  previous_hash: string;
  hash: string;
}
