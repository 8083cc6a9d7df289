import { Router } from 'express';
import { type ConsoleSessionStarted, StartConsoleSession } from '../../protocol/http/sessions.ts';
import { callerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { readBody } from '../http/read-body.ts';
import type { startSession } from './start-session.ts';

/** Mounted at /api/console-sessions, behind what says whom the console has signed. The case is the one that it has signed, too. */
export const consoleSessionRoutes = (start: ReturnType<typeof startSession>): Router => {
  const routes = Router();
  routes.post('/', async (req, res) => {
    const caller = callerWith('sessions.start', res);
    const { proofHash } = readBody(StartConsoleSession, req);
    if (!caller.signedCase) throw new Problem('case_not_found', 'The console has signed no case.');
    const { session } = await start(caller, { caseId: caller.signedCase.id, proofHash });
    const started: ConsoleSessionStarted = { sessionId: session.id };
    res.status(201).json(started);
  });
  return routes;
};
