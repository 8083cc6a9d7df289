import type { Request, Response } from 'express';
import type { Queryable } from '../database/transaction.ts';
import { bearerOf } from '../http/bearer.ts';
import { callerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { findLiveToken } from './live-codes.ts';
import { visibleSession } from './own-session.ts';
import type { Session } from './session.ts';
import { findSession } from './session-store.ts';

/** An agent who asks about a session, from the panel or from its live view. */
export interface Asker {
  readonly session: Session;
  readonly agentId: string;
}

/** @throws Problem `unauthorized`, `missing_role`, `not_found`. */
export type AskerOf = (req: Request, res: Response, sessionId: string) => Promise<Asker>;

export const createAskerOf =
  (db: Queryable): AskerOf =>
  async (req, res, sessionId) => {
    const token = res.locals.caller ? null : bearerOf(req);
    const holder = token === null ? null : await findLiveToken(db, token);
    if (!holder) {
      const caller = callerWith('sessions.start', res);
      return { session: await visibleSession(db, caller, sessionId), agentId: caller.agentId };
    }
    const session = holder.sessionId === sessionId ? await findSession(db, sessionId) : null;
    if (!session) throw new Problem('not_found', 'There is no such session.');
    return { session, agentId: holder.agentId };
  };
