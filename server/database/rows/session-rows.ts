export interface SessionRow {
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

export interface JoinCodeRow {
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
export interface VisitorCredentialRow {
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

export interface HandoverRow {
  id_hash: string;
  tenant_id: string;
  session_id: string;
  blob: string;
  origin: string;
  expires_at: number;
}

export interface LiveCodeRow {
  hash: string;
  tenant_id: string;
  session_id: string;
  agent_id: string;
  expires_at: number;
}

export interface LiveTokenRow {
  hash: string;
  tenant_id: string;
  session_id: string;
  agent_id: string;
  public_key: string;
  created_at: number;
}
