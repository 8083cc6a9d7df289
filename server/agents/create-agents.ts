import type { Router } from 'express';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import type { Access } from './access.ts';
import { createAccessRequests } from './access-requests.ts';
import type { AgentRef } from './agent.ts';
import { createPeople } from './people.ts';
import { peopleRoutes } from './people-routes.ts';
import { createRoleRules } from './role-rules.ts';

interface AgentsNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find' | 'read' | 'update'>;
  readonly access: Pick<Access, 'refresh' | 'refreshAskedBy'>;
  readonly onRolesChanged: (who: readonly AgentRef[]) => Promise<void>;
  readonly onAccessLost: (who: AgentRef) => Promise<void>;
  readonly signOutEverywhere: (who: AgentRef, actor: string) => Promise<void>;
  readonly now: () => number;
}

/** Each check asks the CRM. */
const checksPerMinute = 30;
/** Asking again after each refusal would only be a nuisance. */
const requestsPerDay = 3;
const day = 86_400;

/** Who may do what: rules, people and requests for access. Mounted at /api, after callers were identified. */
export const createAgentRoutes = (needs: AgentsNeeds): Router =>
  peopleRoutes({
    people: createPeople({ ...needs, checkLimit: createRateLimit({ points: checksPerMinute, seconds: 60 }) }),
    roleRules: createRoleRules(needs),
    accessRequests: createAccessRequests({
      ...needs,
      requestLimit: createRateLimit({ points: requestsPerDay, seconds: day }),
    }),
  });
