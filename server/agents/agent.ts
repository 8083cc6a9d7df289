import type { AgentRole } from '../../protocol/permission.ts';

/** Which support person of which tenant. */
export interface AgentRef {
  readonly tenantId: string;
  readonly agentId: string;
}

/** A support person who has signed in through the tenant's CRM. */
export interface Agent {
  readonly id: string;
  readonly tenantId: string;
  readonly crmUserId: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly AgentRole[];
  /** When the CRM last said what the roles follow from (epoch ms). */
  readonly rolesCheckedAt: number;
  /** Since when the CRM says that this account is switched off; null: it isn't. */
  readonly inactiveAt: number | null;
}
