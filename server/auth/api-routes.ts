import { type RequestHandler, Router } from 'express';
import * as v from 'valibot';
import { ExchangeAssertion, type SignInStarted, StartSignIn } from '../../protocol/http/authentication.ts';
import { findAgent } from '../agents/agent-store.ts';
import type { Queryable } from '../database/transaction.ts';
import { bearerOf } from '../http/bearer.ts';
import { type Caller, callerOf } from '../http/caller.ts';
import { clientAddress } from '../http/client-address.ts';
import { Problem } from '../http/problem.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { readBody } from '../http/read-body.ts';
import { readParams } from '../http/read-params.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { readAgentView } from './agent-view.ts';
import type { createExchangeAssertion } from './exchange-assertion.ts';
import { agentTokenOf } from './identify.ts';
import type { createRenew } from './renew.ts';
import type { createSignOut } from './sign-out.ts';
import type { createTellOutcome } from './tell-outcome.ts';

interface ApiRoutesNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly identify: RequestHandler;
  /** Mounted first. */
  readonly adminCodes: Router;
  readonly startLimit: RateLimit;
  readonly startSignIn: (caller: Caller | null, body: StartSignIn) => Promise<SignInStarted>;
  readonly tellOutcome: ReturnType<typeof createTellOutcome>;
  readonly renew: ReturnType<typeof createRenew>;
  readonly exchangeAssertion: ReturnType<typeof createExchangeAssertion>;
  readonly signOut: ReturnType<typeof createSignOut>;
}

export const TransactionParams = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^sgn_[A-Za-z0-9_-]{22}$/)),
});

/** Mounted at /api. */
export const authApiRoutes = (needs: ApiRoutesNeeds): Router => {
  const { db, tenants, identify, startLimit, startSignIn, tellOutcome, renew, exchangeAssertion, signOut } =
    needs;
  const routes = Router().use(needs.adminCodes);
  routes.use(['/auth', '/agents'], (_req, res, next) => {
    res.setHeader('cache-control', 'no-store');
    next();
  });

  routes.post('/auth/transactions', identify, async (req, res) => {
    await startLimit.consume(clientAddress(req.ip ?? ''));
    res.status(201).json(await startSignIn(res.locals.caller ?? null, readBody(StartSignIn, req)));
  });

  routes.get('/auth/transactions/:id', async (req, res) => {
    res.json(await tellOutcome(readParams(TransactionParams, req).id, bearerOf(req)));
  });

  routes.post('/auth/renewals', identify, async (_req, res) => {
    res.status(201).json(await renew(agentTokenOf(res)));
  });

  routes.post('/auth/assertions', async (req, res) => {
    await startLimit.consume(clientAddress(req.ip ?? ''));
    res.status(201).json(await exchangeAssertion(readBody(ExchangeAssertion, req)));
  });

  routes.post('/auth/sign-outs', identify, async (_req, res) => {
    await signOut(callerOf(res));
    res.status(204).end();
  });

  routes.get('/agents/me', identify, async (_req, res) => {
    const token = agentTokenOf(res);
    const [agent, tenant] = [await findAgent(db, token), await tenants.find(db, token.tenantId)];
    if (!agent || !tenant) throw new Problem('unauthorized', 'Sign in first.');
    res.json(await readAgentView(db, { agent, tenant, permits: token.permits }));
  });

  return routes;
};
