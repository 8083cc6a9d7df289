import { type RequestHandler, Router } from 'express';
import type { SignInStarted } from '../../protocol/http/authentication.ts';
import type { Agent } from '../agents/agent.ts';
import type { AdminCodes } from '../auth/admin-codes.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { changeSettings } from './change-settings.ts';
import { connectTenant } from './connect-tenant.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { settingsRoutes } from './settings-routes.ts';

interface SetupNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: TenantStore;
  readonly identify: RequestHandler;
  readonly startSignIn: (tenantId: string) => Promise<SignInStarted>;
  readonly adminCodes: Pick<AdminCodes, 'issue'>;
  /** Handrail's own, as browsers name it. */
  readonly origin: string;
  readonly localHosts: ReadonlySet<string>;
  readonly now: () => number;
}

export interface Setup {
  /** Mounted at /api, behind a JSON body parser and after whoever says who is calling. */
  readonly routes: Router;
}

/** For everybody behind one address. A page asks once a second while somebody signs in. */
const invitationCallsPerMinute = 120;

/** Setting a tenant up: its invitation, its settings, and what is still to be done. */
export const createSetup = (needs: SetupNeeds): Setup => {
  const { db, origin, now } = needs;
  // They have just signed in, a moment ago at the CRM: no second time.
  const adminUrl = async ({ tenantId, id: agentId }: Agent) => {
    const { code } = await needs.adminCodes.issue({ tenantId, agentId, signedInAt: now() });
    return `${origin}/admin/${tenantId}#${code}`;
  };
  return {
    routes: Router().use(
      settingsRoutes({ ...needs, change: changeSettings(needs) }),
      invitationRoutes({
        db,
        connect: connectTenant(needs),
        accept: acceptInvitation({ ...needs, adminUrl }),
        limit: createRateLimit({ points: invitationCallsPerMinute, seconds: 60 }),
        callbackUrl: `${origin}/auth/callback`,
        now,
      }),
    ),
  };
};
