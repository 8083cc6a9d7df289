import { Router } from 'express';
import * as v from 'valibot';
import { ArtifactId } from '../../protocol/http/artifacts.ts';
import { SessionId } from '../../protocol/identifier.ts';
import type { Permission } from '../../protocol/permission.ts';
import { findAgent } from '../agents/agent-store.ts';
import { permissionsOf } from '../agents/roles.ts';
import type { ArtifactActions } from '../artifacts/artifact-actions.ts';
import type { OpenArtifact } from '../artifacts/open-artifact.ts';
import { sendContent } from '../artifacts/send-content.ts';
import type { Viewer } from '../artifacts/who-may.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import { readParams } from '../http/read-params.ts';
import { type Asker, createAskerOf } from './asker.ts';
import { mayHave } from './may-have.ts';

const OfSession = v.strictObject({ id: SessionId });
const OfArtifact = v.strictObject({ id: SessionId, artifact: ArtifactId });

interface RoutesNeeds {
  readonly db: Queryable;
  readonly actions: Pick<ArtifactActions, 'list' | 'show' | 'toOpen'>;
  readonly open: OpenArtifact;
  /** As below, unless a test says otherwise. */
  readonly perMinute?: typeof mostPerMinute;
}

/** Of one agent in one session. The largest file comes in 2,048 pieces. */
const mostPerMinute: { readonly lists: number; readonly pieces: number } = { lists: 60, pieces: 2_400 };

/** What was kept of one session that this agent may open, from the panel or from its live view, also when that is over. Mounted at /api. */
export const sessionArtifactRoutes = ({
  db,
  actions,
  open,
  perMinute = mostPerMinute,
}: RoutesNeeds): Router => {
  const routes = Router();
  const askerOf = createAskerOf(db);
  const lists = createRateLimit({ points: perMinute.lists, seconds: 60 });
  const pieces = createRateLimit({ points: perMinute.pieces, seconds: 60 });
  routes.get('/sessions/:id/artifacts', async (req, res) => {
    const { id } = readParams(OfSession, req);
    const viewer = await viewerOf(db, await askerOf(req, res, id));
    await lists.consume(`${id} ${viewer.agentId}`);
    const all = { kind: null, case: null, state: null, before: null };
    res.json(await actions.list(viewer, { session: id, ...all }));
  });
  routes.get('/sessions/:id/artifacts/:artifact/content', async (req, res) => {
    const { id, artifact } = readParams(OfArtifact, req);
    const viewer = await viewerOf(db, await askerOf(req, res, id));
    await pieces.consume(`${id} ${viewer.agentId}`);
    const { sessionId, kind } = await actions.show(viewer, artifact);
    // A live view's bearer opens nothing of another session. Recordings are for the player, which asks who is there.
    if (sessionId !== id || kind === 'recording') throw new Problem('not_found', 'There is nothing here.');
    await sendContent(open, { req, res }, await actions.toOpen(viewer, artifact));
  });
  return routes;
};

/** What a live view's bearer brings of its agent's permissions: to open, and nothing else. @throws Problem `missing_role`. */
const viewerOf = async (db: Queryable, { session, agentId }: Asker): Promise<Viewer> => {
  const { tenantId } = session;
  const agent = await findAgent(db, { tenantId, agentId });
  const held = permissionsOf(agent?.roles ?? []);
  if (!agent || !mayHave(session, agent))
    throw new Problem('missing_role', 'This needs the Handrail role “agent”.', { role: 'agent' });
  const opens: readonly Permission[] = ['recordings.view'];
  const permissions = new Set<Permission>(['sessions.start', ...opens.filter((one) => held.has(one))]);
  return { tenantId, agentId, permissions };
};
