import { type RequestHandler, Router } from 'express';
import * as v from 'valibot';
import {
  type AppKey,
  type IntegrationView,
  ReadAppKey,
  type SetupChecks,
} from '../../protocol/http/setup-checks.ts';
import type { AgentRef } from '../agents/agent.ts';
import type { Crms } from '../crm/create-crm.ts';
import type { Queryable } from '../database/transaction.ts';
import { callerWith } from '../http/caller.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import { readBody } from '../http/read-body.ts';
import { readFact } from './setup-facts.ts';

interface CheckRoutesNeeds {
  readonly db: Queryable;
  readonly identify: RequestHandler;
  readonly snippet: SetupChecks['snippet'];
  readonly run: (caller: AgentRef) => Promise<SetupChecks>;
  readonly integrationProblemOf: Crms['integrationProblemOf'];
  readonly appKey: (caller: AgentRef, asked: ReadAppKey) => Promise<AppKey>;
}

/** Each asks other people's servers. */
const runsPerMinute = 30;

/** Mounted at /api. */
export const checkRoutes = (needs: CheckRoutesNeeds): Router => {
  const { db, identify, snippet, run, appKey, integrationProblemOf } = needs;
  const routes = Router();
  const limit = createRateLimit({ points: runsPerMinute, seconds: 60 });

  routes.get('/setup/checks', identify, async (_req, res) => {
    const { tenantId } = callerWith('settings.manage', res);
    const last = await readFact(db, tenantId, 'checks');
    const answer: SetupChecks = { at: last?.at ?? null, checks: last?.fact.checks ?? [], snippet };
    res.json(answer);
  });

  routes.post('/setup/checks', identify, async (req, res) => {
    const caller = callerWith('settings.manage', res);
    readBody(v.strictObject({}), req);
    await limit.consume(caller.tenantId);
    res.json(await run(caller));
  });

  routes.get('/setup/integration', identify, (_req, res) => {
    const { tenantId } = callerWith('settings.manage', res);
    res.json({ problem: integrationProblemOf(tenantId) } satisfies IntegrationView);
  });

  routes.post('/setup/app-keys', identify, async (req, res) => {
    const caller = callerWith('settings.manage', res);
    await limit.consume(caller.tenantId);
    res.json(await appKey(caller, readBody(ReadAppKey, req)));
  });

  return routes;
};
