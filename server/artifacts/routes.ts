import { Router } from 'express';
import * as v from 'valibot';
import { ArtifactId, DeleteArtifact, DeleteArtifacts } from '../../protocol/http/artifacts.ts';
import { CaseId, SessionId } from '../../protocol/identifier.ts';
import { ArtifactKind } from '../../protocol/storage-policy.ts';
import { callerOf, callerWith } from '../http/caller.ts';
import { readBody } from '../http/read-body.ts';
import { readParams } from '../http/read-params.ts';
import { readQuery } from '../http/read-query.ts';
import type { ArtifactActions } from './artifact-actions.ts';
import type { OpenArtifact } from './open-artifact.ts';
import { sendContent } from './send-content.ts';

const OfArtifact = v.strictObject({ id: ArtifactId });
const Nothing = v.optional(v.strictObject({}));
const Moment = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
const ListQuery = v.strictObject({
  session: v.optional(SessionId),
  kind: v.optional(ArtifactKind),
  case: v.optional(CaseId),
  state: v.optional(v.picklist(['kept', 'stored', 'failed', 'deleted'])),
  before: v.optional(Moment),
});

interface RoutesNeeds {
  readonly actions: ArtifactActions;
  readonly open: OpenArtifact;
}

/** What was kept of sessions. Mounted at /api. */
export const artifactRoutes = ({ actions, open }: RoutesNeeds): Router => {
  const routes = Router();
  routes.get('/artifacts', async (req, res) => {
    const caller = callerOf(res);
    const {
      session = null,
      kind = null,
      case: ofCase = null,
      state = null,
      before = null,
    } = readQuery(ListQuery, req);
    res.json(await actions.list(caller, { session, kind, case: ofCase, state, before }));
  });
  routes.get('/artifacts/:id', async (req, res) => {
    res.json(await actions.show(callerOf(res), readParams(OfArtifact, req).id));
  });
  routes.get('/artifacts/:id/content', async (req, res) => {
    const row = await actions.toOpen(callerOf(res), readParams(OfArtifact, req).id);
    await sendContent(open, { req, res }, row);
  });
  routes.delete('/artifacts/:id', async (req, res) => {
    const caller = callerWith('visitors.delete', res);
    const { reason } = readBody(DeleteArtifact, req);
    res.json(await actions.remove(caller, { ...readParams(OfArtifact, req), reason }));
  });
  routes.post('/artifact-deletions', async (req, res) => {
    const caller = callerWith('visitors.delete', res);
    res.status(201).json(await actions.removeAll(caller, readBody(DeleteArtifacts, req)));
  });
  routes.post('/artifacts/:id/retries', async (req, res) => {
    const caller = callerWith('settings.manage', res);
    readBody(Nothing, req);
    res.status(201).json(await actions.retry(caller, readParams(OfArtifact, req).id));
  });
  routes.get('/artifact-usage', async (_req, res) => {
    res.json(await actions.usage(callerWith('usage.view', res)));
  });
  return routes;
};
