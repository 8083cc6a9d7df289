import type { AccessRequestRow, AgentGrantsRow, AgentRow } from './rows/agent-rows.ts';
import type { ArtifactRow, RecordingKeyRow, RecordingRootsRow, RecordingRow } from './rows/artifact-rows.ts';
import type { AuditEntryRow, OutboxRow } from './rows/log-rows.ts';
import type {
  HandoverRow,
  JoinCodeRow,
  LiveCodeRow,
  LiveTokenRow,
  SessionRow,
  VisitorCredentialRow,
} from './rows/session-rows.ts';
import type {
  AdminCodeRow,
  AgentTokenRow,
  BootstrapCodeRow,
  CrmTokenRow,
  SignInTransactionRow,
  SpentIdRow,
} from './rows/sign-in-rows.ts';
import type { SetupFactRow, TenantInvitationRow, TenantRow } from './rows/tenant-rows.ts';
import type { TransferRow } from './rows/transfer-rows.ts';
import type { WriteBackPartRow, WriteBackRow } from './rows/write-back-rows.ts';

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
  artifacts: ArtifactRow;
  recording_keys: RecordingKeyRow;
  recordings: RecordingRow;
  recording_roots: RecordingRootsRow;
  transfers: TransferRow;
  outbox: OutboxRow;
  audit_entries: AuditEntryRow;
}
