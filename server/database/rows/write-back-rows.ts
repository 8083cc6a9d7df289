/** What an ended session has to say to the CRM. */
export interface WriteBackRow {
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
export interface WriteBackPartRow {
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
