/** Unique on (tenant_id, crm_user_id). */
export interface AgentRow {
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
export interface AgentGrantsRow {
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
export interface AccessRequestRow {
  id: string;
  tenant_id: string;
  agent_id: string;
  asked_at: number;
  /** `AccessDecision` as JSON; null: it waits. */
  decision: string | null;
}
