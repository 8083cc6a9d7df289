import type { Generated } from 'kysely';

export interface TenantRow {
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
export interface TenantInvitationRow {
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
export interface SetupFactRow {
  tenant_id: string;
  name: string;
  /** JSON, by the name's schema. */
  fact: string;
  at: number;
}
