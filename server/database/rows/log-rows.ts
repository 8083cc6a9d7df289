export interface OutboxRow {
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

export interface AuditEntryRow {
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
