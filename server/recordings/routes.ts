import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { ArtifactId, type RecordingKey, type Viewing } from '../../protocol/http/artifacts.ts';
import { type CallerWith, callerWith } from '../http/caller.ts';
import { readBody } from '../http/read-body.ts';
import { readParams } from '../http/read-params.ts';

/** Whose recordings somebody may make who asks by the bearer of a live view, or signed in. */
export type MayRecord = (req: Request, res: Response) => Promise<{ readonly tenantId: string }>;

interface RecordingRoutesNeeds {
  /** @throws Problem `unauthorized`, `missing_role`. */
  readonly mayRecord: MayRecord;
  readonly currentKey: (tenantId: string) => Promise<RecordingKey>;
  readonly view: (caller: CallerWith<'recordings.view'>, id: string) => Promise<Viewing>;
}

const OfRecording = v.strictObject({ id: ArtifactId });
const Nothing = v.optional(v.strictObject({}));

/** Mounted at /api. */
export const recordingRoutes = ({ mayRecord, currentKey, view }: RecordingRoutesNeeds): Router => {
  const routes = Router();
  routes.get('/recording-key', async (req, res) => {
    const { tenantId } = await mayRecord(req, res);
    res.json(await currentKey(tenantId));
  });
  routes.post('/recordings/:id/viewings', async (req, res) => {
    const caller = callerWith('recordings.view', res);
    readBody(Nothing, req);
    res.status(201).json(await view(caller, readParams(OfRecording, req).id));
  });
  return routes;
};
