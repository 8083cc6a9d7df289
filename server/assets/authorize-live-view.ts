import type { Request } from 'express';
import type { Queryable } from '../database/transaction.ts';
import { bearerOf } from '../http/bearer.ts';
import { Problem } from '../http/problem.ts';
import { findLiveToken } from '../sessions/live-codes.ts';
import { joinedStateOf } from '../sessions/session.ts';
import { findSession } from '../sessions/session-store.ts';

/** The session whose page somebody is shown. */
export interface SessionShown {
  readonly tenantId: string;
  readonly sessionId: string;
}

/** The session whose live view asks, while a visitor is in it. @throws Problem `unauthorized`, `session_not_joined`, `session_ended`. */
export const createAuthorizeLiveView =
  (db: Queryable) =>
  async (req: Request): Promise<SessionShown> => {
    const token = bearerOf(req);
    const holder = token === null ? null : await findLiveToken(db, token);
    const session = holder && (await findSession(db, holder.sessionId));
    if (!session) throw new Problem('unauthorized', 'Open the live view from the panel.');
    if (session.state.name === 'ended') throw new Problem('session_ended', 'This session is over.');
    if (!joinedStateOf(session)) throw new Problem('session_not_joined', 'Nobody has joined this session.');
    return { tenantId: session.tenantId, sessionId: session.id };
  };
