import type { Request, Response } from 'express';
import { findAgent } from '../agents/agent-store.ts';
import { permissionsOf } from '../agents/roles.ts';
import type { Queryable } from '../database/transaction.ts';
import { bearerOf } from '../http/bearer.ts';
import { callerWith } from '../http/caller.ts';
import { findLiveToken } from './live-codes.ts';
import { findSession } from './session-store.ts';

/** Whose recordings the one who asks may make: by the bearer of a live view, or as a signed-in caller. @throws Problem `unauthorized`, `missing_role`. */
export const createMayRecord =
  (db: Queryable) =>
  async (req: Request, res: Response): Promise<{ readonly tenantId: string }> => {
    const token = bearerOf(req);
    const holder = token === null ? null : await findLiveToken(db, token);
    if (!holder || !(await isRecorder(db, holder))) return callerWith('sessions.record', res);
    return { tenantId: holder.tenantId };
  };

interface Holder {
  readonly tenantId: string;
  readonly agentId: string;
  readonly sessionId: string;
}

const isRecorder = async (db: Queryable, { tenantId, agentId, sessionId }: Holder): Promise<boolean> => {
  const [agent, session] = await Promise.all([
    findAgent(db, { tenantId, agentId }),
    findSession(db, sessionId),
  ]);
  if (!session || session.state.name === 'ended') return false;
  return session.isTest || permissionsOf(agent?.roles ?? []).has('sessions.record');
};
