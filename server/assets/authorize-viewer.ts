import type { Request, Response } from 'express';
import * as v from 'valibot';
import { SessionId } from '../../protocol/identifier.ts';
import type { Queryable } from '../database/transaction.ts';
import { callerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { findSession } from '../sessions/session-store.ts';
import { createAuthorizeLiveView, type SessionShown } from './authorize-live-view.ts';

/**
 * The session that is shown: by its own live view, or in a recording to whoever may view recordings. @throws Problem `unauthorized`,
 * `missing_role`, `not_found`, and what a live view is refused with.
 */
export const createAuthorizeViewer = (db: Queryable) => {
  const authorizeLiveView = createAuthorizeLiveView(db);
  return async (req: Request, res: Response): Promise<SessionShown> => {
    if (!res.locals.caller) return authorizeLiveView(req);
    const { tenantId } = callerWith('recordings.view', res);
    const id = v.safeParse(SessionId, req.query.session);
    const session = id.success ? await findSession(db, id.output) : null;
    if (session?.tenantId !== tenantId) throw new Problem('not_found', 'There is no such session.');
    return { tenantId, sessionId: session.id };
  };
};
