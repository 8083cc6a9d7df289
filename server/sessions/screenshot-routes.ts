import { Router } from 'express';
import * as v from 'valibot';
import { ArtifactId } from '../../protocol/http/artifacts.ts';
import { SessionId } from '../../protocol/identifier.ts';
import { Problem } from '../http/problem.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import { readParams } from '../http/read-params.ts';
import { readQuery } from '../http/read-query.ts';
import { createAskerOf } from './asker.ts';
import { createKeepScreenshot, createShowScreenshot, type KeepScreenshotNeeds } from './keep-screenshot.ts';

const OfSession = v.strictObject({ id: SessionId });
const OfScreenshot = v.strictObject({ id: SessionId, artifact: ArtifactId });
const Named = v.strictObject({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(500)) });

/** More than a person takes. */
const perMinute = 30;

/** Mounted at /api, with bodies of images unread. */
export const screenshotRoutes = (needs: KeepScreenshotNeeds): Router => {
  const routes = Router();
  const askerOf = createAskerOf(needs.db);
  const [keep, show] = [createKeepScreenshot(needs), createShowScreenshot(needs)];
  const limit = createRateLimit({ points: perMinute, seconds: 60 });
  routes.post('/sessions/:id/screenshots', async (req, res) => {
    const asker = await askerOf(req, res, readParams(OfSession, req).id);
    const { name } = readQuery(Named, req);
    if (!req.is('image/png')) throw new Problem('file_type_refused', 'A screenshot is a PNG.');
    await limit.consume(asker.session.id);
    res.status(201).json(await keep(asker, { name, content: req }));
  });
  routes.get('/sessions/:id/screenshots/:artifact', async (req, res) => {
    const { id, artifact } = readParams(OfScreenshot, req);
    res.json(await show(await askerOf(req, res, id), artifact));
  });
  return routes;
};
