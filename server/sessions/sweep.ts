import type { Logger } from 'pino';
import type { Queryable } from '../database/transaction.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { ChangeSession } from './change-session.ts';
import { endWithin } from './end-session.ts';
import { lifetimes } from './lifetimes.ts';
import type { RoleWatch } from './role-watch.ts';
import { type Ending, type JoinedState, joinedStateOf, openStateOf, type Session } from './session.ts';
import { listOpenSessions } from './session-store.ts';
import type { PresenceOf } from './session-view.ts';

interface SweepNeeds {
  readonly db: Queryable;
  readonly change: ChangeSession;
  readonly roles: RoleWatch;
  readonly tenantOf: (id: string) => Promise<Tenant>;
  readonly presenceOf: PresenceOf;
  readonly now: () => number;
  readonly log: Pick<Logger, 'error'>;
}

/** Ends the sessions whose time has come. Call it every few seconds. */
export const createSweep = (needs: SweepNeeds): (() => Promise<void>) => {
  const { db, change, roles, now, log } = needs;
  /** Since when a session's room has been empty; counted from now after a restart. */
  const awaySince = new Map<string, number>();

  const isBothAway = ({ id }: Session): boolean => {
    if (needs.presenceOf(id).size > 0) {
      awaySince.delete(id);
      return false;
    }
    const since = awaySince.get(id) ?? now();
    awaySince.set(id, since);
    return now() - since >= lifetimes.bothAwayMs;
  };

  const reasonToEnd = async (session: Session): Promise<Ending['reason'] | null> => {
    const invitation = openStateOf(session);
    if (invitation) return invitation.expiresAt <= now() ? 'expired' : null;
    const joined = joinedStateOf(session);
    if (!joined) return null;
    if (await isTooLong(needs, session, joined)) return 'too_long';
    if (isBothAway(session)) return 'both_away';
    return (await roles.isLost(session)) ? 'role_lost' : null;
  };

  const sweepOne = async (session: Session): Promise<void> => {
    const reason = await reasonToEnd(session);
    if (reason === null) return;
    await change(session.id, (before, trx) => {
      // It was looked at before this transaction: somebody may have come, or ended it, meanwhile.
      if (!stillApplies(before, reason)) return before;
      if (reason === 'both_away' && needs.presenceOf(session.id).size > 0) return before;
      return endWithin(trx, before, { by: 'server', reason, actor: 'server' }, now());
    });
  };

  return async () => {
    const open = await listOpenSessions(db);
    const looked = open.map((session) =>
      sweepOne(session).catch((error: unknown) => {
        log.error({ err: error, sessionId: session.id }, 'A session could not be looked after');
      }),
    );
    await Promise.all(looked);
    const ids = new Set(open.map((session) => session.id));
    for (const id of awaySince.keys()) if (!ids.has(id)) awaySince.delete(id);
    await forgetExpired(db, now());
  };
};

const stillApplies = (session: Session, reason: Ending['reason']): boolean =>
  (reason === 'expired' ? openStateOf(session) : joinedStateOf(session)) !== null;

const isTooLong = async (
  { tenantOf, now }: SweepNeeds,
  session: Session,
  joined: JoinedState,
): Promise<boolean> => {
  const { settings } = await tenantOf(session.tenantId);
  return joined.joinedAt + settings.sessionLimitMs <= now();
};

const forgetExpired = async (db: Queryable, now: number): Promise<void> => {
  await db.deleteFrom('handovers').where('expires_at', '<=', now).execute();
  await db.deleteFrom('live_codes').where('expires_at', '<=', now).execute();
  // A used code's row is what its ticket is checked against, for as long again as the code was good.
  await db
    .deleteFrom('join_codes')
    .where('expires_at', '<=', now - 2 * lifetimes.joinCodeMs)
    .execute();
};
