import type { Logger } from 'pino';
import type { ConsentPolicy } from '../../protocol/consent-policy.ts';
import type { Queryable } from '../database/transaction.ts';
import { consentPolicyOf, type Tenant } from '../tenants/tenant.ts';
import type { FileWayOf } from './file-way.ts';
import { beyondPolicy } from './keep-within-policy.ts';
import type { LiveSessions } from './live-sessions.ts';
import type { Session } from './session.ts';
import { listOpenSessions } from './session-store.ts';

interface FollowPolicyNeeds {
  readonly db: Queryable;
  readonly live: Pick<LiveSessions, 'followPolicy' | 'followPolicyOf' | 'followFileWay'>;
  readonly fileWayOf: FileWayOf;
  readonly tenantOf: (id: string) => Promise<Tenant>;
  readonly keepWithin: (sessionId: string, policy: ConsentPolicy) => Promise<void>;
  readonly log: Pick<Logger, 'error'>;
}

export interface FollowPolicy {
  /** One session, as a look at all of them found it. */
  one(session: Session): Promise<void>;
  /** The tenant has decided anew: all of its sessions, at once. */
  allOf(tenantId: string, policy: ConsentPolicy): Promise<void>;
}

/** Holds sessions that go on to what their tenant decides now. */
export const createFollowPolicy = ({
  db,
  live,
  fileWayOf,
  tenantOf,
  keepWithin,
  log,
}: FollowPolicyNeeds): FollowPolicy => {
  const follow = async (session: Session, policy: ConsentPolicy): Promise<void> => {
    if (await live.followPolicy(session.id, policy)) return;
    if (beyondPolicy(session, policy).length > 0) await keepWithin(session.id, policy);
  };
  return {
    one: async (session) => {
      const { settings } = await tenantOf(session.tenantId);
      live.followFileWay(session.id, fileWayOf(settings));
      await follow(session, consentPolicyOf(settings));
    },
    allOf: async (tenantId, policy) => {
      const told = live.followPolicyOf(tenantId, policy);
      const open = (await listOpenSessions(db)).filter((session) => session.tenantId === tenantId);
      const rest = open.map((session) => follow(session, policy));
      for (const outcome of await Promise.allSettled([told, ...rest])) {
        // The next look at all sessions tries again.
        if (outcome.status === 'rejected')
          log.error({ err: outcome.reason, tenantId }, 'Sessions could not be held to their policy');
      }
    },
  };
};
