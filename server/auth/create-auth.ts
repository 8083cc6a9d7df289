import { type RequestHandler, Router } from 'express';
import type { SignInStarted } from '../../protocol/http/authentication.ts';
import type { Access } from '../agents/access.ts';
import type { AgentRef } from '../agents/agent.ts';
import type { Crms } from '../crm/create-crm.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import type { Upstream } from '../http/upstream.ts';
import type { JobHandler } from '../jobs/job.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { adminCodeRoutes } from './admin-code-routes.ts';
import { type AdminCodes, createAdminCodes } from './admin-codes.ts';
import { authApiRoutes } from './api-routes.ts';
import { createBindPopup } from './bind-popup.ts';
import { bindingRoutes } from './binding-routes.ts';
import { callbackRoutes } from './callback-routes.ts';
import { createCheckProof } from './check-proof.ts';
import { createClaimCallback } from './claim-callback.ts';
import { createEndGrant } from './end-grant.ts';
import { createEndIdleGrants } from './end-idle-grants.ts';
import { createArriveByAssertion, createExchangeAssertion } from './exchange-assertion.ts';
import { createFinishSignIn } from './finish-sign-in.ts';
import { createGoToCrm } from './go-to-crm.ts';
import { createIdentify } from './identify.ts';
import { createIdentifyByAssertion } from './identify-by-assertion.ts';
import { createRenew } from './renew.ts';
import { createSignOut } from './sign-out.ts';
import { type AdmitSigned, createAdmitSigned } from './signed-request.ts';
import { createStartSignIn } from './start-sign-in.ts';
import { createTellOutcome } from './tell-outcome.ts';
import { createVerifyAssertion } from './verify-assertion.ts';

interface AuthNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open'>;
  readonly tenants: Pick<TenantStore, 'find' | 'findSetUpOrNot'>;
  readonly crms: Crms;
  /** For the keys of consoles that publish them. */
  readonly upstream: Pick<Upstream, 'fetch'>;
  readonly access: Access;
  /** Handrail's own, as browsers name it. */
  readonly origin: string;
  /** Ends what an agent has running who has signed out. */
  readonly onSignedOut: (who: AgentRef) => Promise<void>;
  /** Whoever has signed in is connected to the CRM again. In that transaction. */
  readonly onSignedIn: (trx: Transaction, who: AgentRef) => Promise<void>;
  /** What this tenant's console has signed was believed. In that transaction. */
  readonly onSigned: (trx: Transaction, tenantId: string) => Promise<void>;
  readonly now: () => number;
}

export interface Auth {
  /** Mounted at /api, behind a JSON body parser. */
  readonly apiRoutes: Router;
  /** Mounted at /auth, behind a JSON body parser. */
  readonly popupRoutes: Router;
  /** The way into the admin pages for somebody who has just shown who they are. */
  readonly adminCodes: Pick<AdminCodes, 'issue'>;
  /** Begins a sign-in for a tenant that is only being set up. Whoever calls it has checked that this person may. */
  readonly startFirstSignIn: (tenantId: string) => Promise<SignInStarted>;
  /** Puts the `Caller` into `res.locals.caller` when a panel's bearer came along. */
  readonly identify: RequestHandler;
  /** The same for the one request that a console's automation makes with an assertion in its body. */
  readonly identifyByAssertion: RequestHandler;
  /** Ends every bearer of this agent, and what they have running. `actor` is who asked for it, if not they. */
  readonly signOut: (who: AgentRef, actor?: string) => Promise<void>;
  /** For the page that Zendesk opens with a signed request. */
  readonly admitSigned: AdmitSigned;
  /** Ends the CRM grants of agents who have not been here for long. Every now and then. */
  readonly endIdleGrants: () => Promise<number>;
  /** For the outbox's worker. */
  readonly handlers: Readonly<Record<'crm.revoke', JobHandler>>;
}

/** For everybody behind one address: a whole office signs in at nine. */
const startsPerMinute = 60;

/** Signing in through the tenant's CRM, and staying signed in. */
export const createAuth = (needs: AuthNeeds): Auth => {
  const { db, inTransaction, keyRing, tenants, crms, upstream, access, origin, onSignedOut, now } = needs;
  const callbackUrl = `${origin}/auth/callback`;
  const identify = createIdentify({ db, checkProof: createCheckProof({ db, origin, now }), now });
  const { providerFor, vault } = crms;
  const signOut = createSignOut({ inTransaction, onSignedOut, now });
  // A sign-in that was begun goes on: who may begin one is asked there.
  const begun = { find: tenants.findSetUpOrNot };
  const startFirst = createStartSignIn({ db, tenants: begun, origin, now });
  const adminCodes = createAdminCodes({ inTransaction, tenants, now });
  const adminCodeApi = adminCodeRoutes({
    identify,
    adminCodes,
    limit: createRateLimit({ points: startsPerMinute, seconds: 60 }),
  });
  const verifyAssertion = createVerifyAssertion({ upstream, origin, now });
  const arriveByAssertion = createArriveByAssertion({ inTransaction, verifyAssertion, now });
  return {
    identify,
    identifyByAssertion: createIdentifyByAssertion({ db, tenants, access, arriveByAssertion, now }),
    signOut,
    adminCodes,
    startFirstSignIn: (tenantId) => startFirst(null, { tenantId, publicKey: null }),
    admitSigned: createAdmitSigned({ inTransaction, now }),
    handlers: { 'crm.revoke': createEndGrant({ db, vault, onSignedOut, now }) },
    endIdleGrants: createEndIdleGrants({ db, inTransaction, now }),
    apiRoutes: authApiRoutes({
      adminCodes: adminCodeApi,
      db,
      tenants,
      identify,
      startLimit: createRateLimit({ points: startsPerMinute, seconds: 60 }),
      startSignIn: createStartSignIn({ db, tenants, origin, now }),
      tellOutcome: createTellOutcome({ db, inTransaction, tenants, now }),
      renew: createRenew({ db, inTransaction, tenants, access, now }),
      exchangeAssertion: createExchangeAssertion({
        db,
        inTransaction,
        tenants,
        access,
        arriveByAssertion,
        onSigned: needs.onSigned,
        now,
      }),
      signOut,
    }),
    popupRoutes: Router()
      .use(['/transactions', '/authorize', '/callback'], noTraces)
      .use(
        bindingRoutes({
          db,
          tenants: begun,
          origin,
          bindPopup: createBindPopup({ inTransaction, now }),
          now,
        }),
        callbackRoutes({
          db,
          goToCrm: createGoToCrm({
            db,
            inTransaction,
            tenants: begun,
            keyRing,
            providerFor,
            callbackUrl,
            now,
          }),
          claimCallback: createClaimCallback({ inTransaction, keyRing }),
          finishSignIn: createFinishSignIn({ ...needs, tenants: begun, callbackUrl }),
        }),
      ),
  };
};

/** States and codes are in these addresses: no cache keeps them and no page is told them. */
const noTraces: RequestHandler = (_req, res, next) => {
  res.setHeader('cache-control', 'no-store');
  res.setHeader('referrer-policy', 'no-referrer');
  next();
};
