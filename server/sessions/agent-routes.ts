import { Router } from 'express';
import * as v from 'valibot';
import { RedeemLiveCode, StartSession } from '../../protocol/http/sessions.ts';
import { CaseId, SessionId } from '../../protocol/identifier.ts';
import { callerOf, callerWith } from '../http/caller.ts';
import { readBody } from '../http/read-body.ts';
import { readParams } from '../http/read-params.ts';
import { readQuery } from '../http/read-query.ts';
import type { AgentActions } from './agent-actions.ts';

const ListQuery = v.strictObject({
  caseId: v.optional(CaseId),
  case: v.optional(v.literal('none')),
  requester: v.optional(CaseId),
  state: v.optional(v.literal('live')),
});
const OfSession = v.strictObject({ id: SessionId });
/** A POST that says all in its address: no body, or an empty one. */
const Nothing = v.optional(v.strictObject({}));

/** What agents do with their sessions, mounted at /sessions. Each route reads, asks and answers. */
export const agentRoutes = (actions: AgentActions): Router => {
  const routes = Router();
  routes.post('/', async (req, res) => {
    const caller = callerWith('sessions.start', res);
    res.status(201).json(await actions.start(caller, readBody(StartSession, req)));
  });
  routes.get('/', async (req, res) => {
    const caller = callerWith('sessions.start', res);
    const { caseId, case: none, requester = null, state } = readQuery(ListQuery, req);
    const onCase = none ?? (caseId === undefined ? 'any' : { id: caseId });
    res.json(await actions.list(caller, { onCase, requesterId: requester, live: state === 'live' }));
  });
  routes.get('/:id', async (req, res) => {
    res.json(await actions.show(callerOf(res), readParams(OfSession, req).id));
  });
  routes.post('/:id/cancellations', async (req, res) => {
    const caller = callerWith('sessions.start', res);
    readBody(Nothing, req);
    res.status(201).json(await actions.cancel(caller, readParams(OfSession, req).id));
  });
  routes.post('/:id/endings', async (req, res) => {
    const caller = callerWith('sessions.start', res);
    readBody(Nothing, req);
    res.status(201).json(await actions.end(caller, readParams(OfSession, req).id));
  });
  routes.post('/:id/join-codes', async (req, res) => {
    const caller = callerWith('sessions.start', res);
    readBody(Nothing, req);
    res.status(201).json(await actions.issueJoinCode(caller, readParams(OfSession, req).id));
  });
  routes.post('/:id/live-codes', async (req, res) => {
    const caller = callerWith('sessions.start', res);
    readBody(Nothing, req);
    res.status(201).json(await actions.issueLiveCode(caller, readParams(OfSession, req).id));
  });
  routes.post('/:id/live-tokens', async (req, res) => {
    const request = readBody(RedeemLiveCode, req);
    res.status(201).json(await actions.redeemLiveCode(readParams(OfSession, req).id, request));
  });
  return routes;
};
