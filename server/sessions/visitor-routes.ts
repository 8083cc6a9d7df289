import { Router } from 'express';
import * as v from 'valibot';
import {
  AdmitVisitor,
  DeclineJoin,
  LeaveHandover,
  OpenJoinCode,
  ViewJoin,
} from '../../protocol/http/joining.ts';
import { Secret256, SessionId } from '../../protocol/identifier.ts';
import { bearerOf } from '../http/bearer.ts';
import { clientAddress } from '../http/client-address.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import { readBody } from '../http/read-body.ts';
import { readParams } from '../http/read-params.ts';
import { type SiteAccessNeeds, siteAccess } from './site-access.ts';
import type { VisitorActions } from './visitor-actions.ts';

const OfSession = v.strictObject({ id: SessionId });
const OfHandover = v.strictObject({ id: Secret256 });
/** The snippet may post without a body, which needs no preflight. */
const Nothing = v.optional(v.strictObject({}));

/** For everybody behind one address who comes without a bearer; each of these can cost a transaction. */
const asksPerMinute = 300;

/** Mounted at /. The last three are asked by the snippet, from the tenant's site. */
export const visitorRoutes = (actions: VisitorActions, site: SiteAccessNeeds): Router => {
  const routes = Router();
  const limit = createRateLimit({ points: asksPerMinute, seconds: 60 });
  routes.use(['/join', '/sessions/:id/live-tokens'], async (req, _res, next) => {
    await limit.consume(clientAddress(req.ip ?? ''));
    next();
  });
  routes.post('/join/:id/views', async (req, res) => {
    res.json(await actions.viewJoin(readParams(OfSession, req).id, readBody(ViewJoin, req)));
  });
  routes.post('/join/:id/refusals', async (req, res) => {
    await actions.declineJoin(readParams(OfSession, req).id, readBody(DeclineJoin, req));
    res.status(204).end();
  });
  routes.post('/join/:id/admissions', async (req, res) => {
    const admitted = await actions.admitVisitor(readParams(OfSession, req).id, readBody(AdmitVisitor, req));
    res.status(201).json(admitted);
  });
  routes.post('/join-codes/openings', async (req, res) => {
    const { code } = readBody(OpenJoinCode, req);
    res.status(201).json(await actions.openJoinCode(code, clientAddress(req.ip ?? '')));
  });
  routes.post('/sessions/:id/handovers', async (req, res) => {
    const handover = readBody(LeaveHandover, req);
    res.status(201).json(await actions.leaveHandover(readParams(OfSession, req).id, bearerOf(req), handover));
  });
  const fromSites = siteAccess(site);
  routes.options(
    ['/handovers/:id/openings', '/sessions/:id/visitor-settings', '/sessions/:id/withdrawals'],
    fromSites,
  );
  routes.post('/handovers/:id/openings', fromSites, async (req, res) => {
    readBody(Nothing, req);
    res
      .status(201)
      .json(await actions.openHandover(readParams(OfHandover, req).id, req.headers.origin ?? null));
  });
  routes.get('/sessions/:id/visitor-settings', fromSites, async (req, res) => {
    const visitor = { bearer: bearerOf(req), origin: req.headers.origin ?? null };
    res.json(await actions.settings(readParams(OfSession, req).id, visitor));
  });
  // The room hears it too, if the visitor is in it; this reaches a server that was out of reach when they stopped.
  routes.post('/sessions/:id/withdrawals', fromSites, async (req, res) => {
    readBody(Nothing, req);
    await actions.withdraw(readParams(OfSession, req).id, bearerOf(req));
    res.status(204).end();
  });
  return routes;
};
