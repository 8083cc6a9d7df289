import type { Queryable } from '../database/transaction.ts';
import type { LiveSessions } from './live-sessions.ts';
import { findSession } from './session-store.ts';

/** Sessions that another process has ended, such as an operator's command: whoever is still in their rooms is told here. */
export const noticeEndings = async (
  q: Queryable,
  live: Pick<LiveSessions, 'openIds' | 'announce'>,
): Promise<void> => {
  const ids = live.openIds;
  if (ids.length === 0) return;
  const over = await q
    .selectFrom('sessions')
    .select('id')
    .where('id', 'in', [...ids])
    .where('state_name', '=', 'ended')
    .execute();
  for (const { id } of over) {
    const session = await findSession(q, id);
    if (session) live.announce(session);
  }
};
