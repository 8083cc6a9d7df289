import { type RequestHandler, Router } from 'express';
import type { ConsentPolicy } from '../../protocol/consent-policy.ts';
import type { SignInStarted } from '../../protocol/http/authentication.ts';
import type { SetupChecks } from '../../protocol/http/setup-checks.ts';
import type { Agent } from '../agents/agent.ts';
import type { AdminCodes } from '../auth/admin-codes.ts';
import type { Crms } from '../crm/create-crm.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import type { Upstream } from '../http/upstream.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { changeSettings } from './change-settings.ts';
import { changeStorage } from './change-storage.ts';
import { checkRoutes } from './check-routes.ts';
import { connectTenant } from './connect-tenant.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { createNotePanel } from './note-panel.ts';
import { readAppKey } from './read-app-key.ts';
import { runChecks } from './run-checks.ts';
import { settingsRoutes } from './settings-routes.ts';
import { type CheckTarget, storageRoutes } from './storage-routes.ts';
import { type TestSessionRoutesNeeds, testSessionRoutes } from './test-session-routes.ts';

interface SetupNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: TenantStore;
  readonly identify: RequestHandler;
  readonly startTest: TestSessionRoutesNeeds['startTest'];
  readonly crms: Pick<Crms, 'crmOf' | 'vault' | 'integrationProblemOf'>;
  readonly upstream: Pick<Upstream, 'fetch'>;
  readonly snippet: SetupChecks['snippet'];
  readonly startSignIn: (tenantId: string) => Promise<SignInStarted>;
  readonly adminCodes: Pick<AdminCodes, 'issue'>;
  /** Handrail's own, as browsers name it. */
  readonly origin: string;
  readonly localHosts: ReadonlySet<string>;
  /** Where this server and its disk are; null: not said. */
  readonly ownRegion: string | null;
  /** Who may use the identity of this machine for their storage. */
  readonly machineRoleTenants: ReadonlySet<string>;
  readonly checkTarget: CheckTarget;
  readonly onConsentChanged: (tenantId: string, policy: ConsentPolicy) => Promise<void>;
  readonly now: () => number;
}

export interface Setup {
  /** Mounted at /api, behind a JSON body parser and after whoever says who is calling. */
  readonly routes: Router;
  /** Mounted at /embed/:tenantId, before the page itself. */
  readonly notePanel: RequestHandler<{ tenantId: string }>;
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
    notePanel: createNotePanel(needs),
    routes: Router().use(
      checkRoutes({
        ...needs,
        run: runChecks({ ...needs, crmOf: needs.crms.crmOf }),
        integrationProblemOf: needs.crms.integrationProblemOf,
        appKey: readAppKey({ ...needs, vault: needs.crms.vault }),
      }),
      testSessionRoutes(needs),
      settingsRoutes({ ...needs, change: changeSettings(needs) }),
      storageRoutes({ ...needs, change: changeStorage(needs) }),
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
