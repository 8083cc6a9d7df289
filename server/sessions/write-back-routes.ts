import { Router } from 'express';
import * as v from 'valibot';
import type { RequesterView } from '../../protocol/http/requester.ts';
import { TellOutcome } from '../../protocol/http/write-back.ts';
import { SessionId } from '../../protocol/identifier.ts';
import { callerOf, callerWith } from '../http/caller.ts';
import { readBody } from '../http/read-body.ts';
import { readParams } from '../http/read-params.ts';
import type { Asker, AskerOf } from './asker.ts';
import type { WriteBackActions } from './write-back-actions.ts';

const OfSession = v.strictObject({ id: SessionId });
const Nothing = v.optional(v.strictObject({}));

interface WriteBackRoutesNeeds {
  readonly actions: WriteBackActions;
  readonly askerOf: AskerOf;
  readonly showRequester: (asker: Asker) => Promise<RequesterView>;
}

/** Who was helped, how it went, and what is to be tried again. Mounted at /api. */
export const writeBackRoutes = ({ actions, askerOf, showRequester }: WriteBackRoutesNeeds): Router => {
  const routes = Router();
  routes.get('/sessions/:id/requester', async (req, res) => {
    res.json(await showRequester(await askerOf(req, res, readParams(OfSession, req).id)));
  });
  routes.get('/sessions/:id/write-back', async (req, res) => {
    res.json(await actions.show(await askerOf(req, res, readParams(OfSession, req).id)));
  });
  routes.post('/sessions/:id/outcomes', async (req, res) => {
    const asker = await askerOf(req, res, readParams(OfSession, req).id);
    res.status(201).json(await actions.tellOutcome(asker, readBody(TellOutcome, req)));
  });
  routes.get('/write-backs', async (_req, res) => {
    res.json(await actions.listStuck(callerWith('settings.manage', res)));
  });
  routes.post('/write-backs/:id/retries', async (req, res) => {
    const caller = callerOf(res);
    readBody(Nothing, req);
    res.status(201).json(await actions.retry(caller, readParams(OfSession, req).id));
  });
  return routes;
};
