import { type RequestHandler, Router } from 'express';
import { StartTestSession, type TestSessionStarted } from '../../protocol/http/test-sessions.ts';
import { type CallerWith, callerWith } from '../http/caller.ts';
import { readBody } from '../http/read-body.ts';

export interface TestSessionRoutesNeeds {
  readonly identify: RequestHandler;
  readonly startTest: (
    caller: CallerWith<'settings.manage'>,
    proofHash: string,
  ) => Promise<TestSessionStarted>;
}

/** Mounted at /api. */
export const testSessionRoutes = ({ identify, startTest }: TestSessionRoutesNeeds): Router => {
  const routes = Router();
  routes.post('/setup/test-sessions', identify, async (req, res) => {
    const caller = callerWith('settings.manage', res);
    res.status(201).json(await startTest(caller, readBody(StartTestSession, req).proofHash));
  });
  return routes;
};
