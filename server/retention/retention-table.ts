import type { Kysely } from 'kysely';
import type { DeleteExpired } from '../artifacts/delete-expired.ts';
import { assetLifetimeMs } from '../assets/asset-cache.ts';
import { purgeAssets } from '../assets/purge-assets.ts';
import type { Schema } from '../database/schema.ts';

export interface RetentionNeeds {
  readonly db: Kysely<Schema>;
  readonly assetCacheFolder: string;
  readonly deleteExpired: DeleteExpired;
}

/** One kind of thing that Handrail keeps, and no longer than it says. */
export interface RetentionRule {
  readonly what: string;
  /** Counted from when it expired, ended or was stored. */
  readonly keptMs: number;
  /** Removes what is from before this time; tells how many. */
  readonly purge: (needs: RetentionNeeds, before: number) => Promise<number>;
}

const hour = 60 * 60_000;
const day = 24 * hour;

/** Everything that is kept for a while. What is not here is never stored (session content) or kept on purpose (session log, audit log). */
export const retentionTable: readonly RetentionRule[] = [
  {
    what: 'sign-in transactions, after they expired',
    keptMs: hour,
    purge: ({ db }, before) => count(db.deleteFrom('sign_in_transactions').where('expires_at', '<=', before)),
  },
  {
    what: 'agent tokens, after they expired',
    keptMs: 0,
    purge: ({ db }, before) => count(db.deleteFrom('agent_tokens').where('expires_at', '<=', before)),
  },
  {
    what: 'bootstrap codes, after they expired',
    keptMs: 0,
    purge: ({ db }, before) => count(db.deleteFrom('bootstrap_codes').where('expires_at', '<=', before)),
  },
  {
    what: 'ids that were used once, after they expired',
    keptMs: 0,
    purge: ({ db }, before) => count(db.deleteFrom('spent_ids').where('expires_at', '<=', before)),
  },
  {
    what: 'admin codes, after they expired',
    keptMs: 0,
    purge: ({ db }, before) => count(db.deleteFrom('admin_codes').where('expires_at', '<=', before)),
  },
  {
    what: 'CRM tokens, after they were revoked',
    keptMs: day,
    purge: ({ db }, before) => count(db.deleteFrom('crm_tokens').where('revoked_at', '<=', before)),
  },
  {
    what: 'invitations, after they expired',
    keptMs: 30 * day,
    purge: ({ db }, before) => count(db.deleteFrom('tenant_invitations').where('expires_at', '<=', before)),
  },
  {
    what: 'tenants that nobody finished setting up',
    keptMs: 7 * day,
    purge: async ({ db }, before) => {
      const unfinished = db
        .selectFrom('tenants')
        .select('id')
        .where('in_use', '=', 0)
        .where('updated_at', '<=', before);
      await db.deleteFrom('sign_in_transactions').where('tenant_id', 'in', unfinished).execute();
      await db.deleteFrom('agents').where('tenant_id', 'in', unfinished).execute();
      return count(db.deleteFrom('tenants').where('id', 'in', unfinished));
    },
  },
  {
    what: 'join codes, after they expired',
    keptMs: day,
    purge: ({ db }, before) => count(db.deleteFrom('join_codes').where('expires_at', '<=', before)),
  },
  {
    what: 'sealed handovers, after they expired',
    keptMs: 0,
    purge: ({ db }, before) => count(db.deleteFrom('handovers').where('expires_at', '<=', before)),
  },
  {
    what: 'live codes, after they expired',
    keptMs: 0,
    purge: ({ db }, before) => count(db.deleteFrom('live_codes').where('expires_at', '<=', before)),
  },
  {
    what: 'visitor credentials of ended sessions',
    keptMs: day,
    purge: ({ db }, before) =>
      count(
        db
          .deleteFrom('visitor_credentials')
          .where('created_at', '<=', before)
          .where('session_id', 'in', endedSessions(db)),
      ),
  },
  {
    what: 'live tokens of ended sessions',
    keptMs: day,
    purge: ({ db }, before) =>
      count(
        db
          .deleteFrom('live_tokens')
          .where('created_at', '<=', before)
          .where('session_id', 'in', endedSessions(db)),
      ),
  },
  {
    what: 'who the cases of ended sessions were about',
    keptMs: 30 * day,
    // The CRM's id stays: it is what tells that there were earlier sessions.
    purge: async ({ db }, before) => {
      const { numUpdatedRows } = await db
        .updateTable('sessions')
        .set({ requester: null })
        .where('created_at', '<=', before)
        .where('state_name', '=', 'ended')
        .where('requester', 'is not', null)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows);
    },
  },
  {
    what: 'agents’ sentences about sessions, where the CRM did not take them',
    keptMs: 30 * day,
    purge: async ({ db }, before) => {
      const { numUpdatedRows } = await db
        .updateTable('write_backs')
        .set({ comment: null })
        .where('ended_at', '<=', before)
        .where('comment', 'is not', null)
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows);
    },
  },
  {
    what: 'jobs, after they were done',
    keptMs: 7 * day,
    purge: ({ db }, before) => count(db.deleteFrom('outbox').where('done_at', '<=', before)),
  },
  {
    what: 'jobs, after they failed for good',
    keptMs: 30 * day,
    purge: ({ db }, before) => count(db.deleteFrom('outbox').where('failed_at', '<=', before)),
  },
  {
    // Each expires when its tenant's policy said that it would.
    what: 'recordings, screenshots and files, after they expired',
    keptMs: 0,
    purge: ({ deleteExpired }, before) => deleteExpired(before),
  },
  {
    what: 'public page assets',
    keptMs: assetLifetimeMs,
    purge: ({ assetCacheFolder }, before) => purgeAssets(assetCacheFolder, before),
  },
];

const endedSessions = (db: Kysely<Schema>) =>
  db.selectFrom('sessions').select('id').where('state_name', '=', 'ended');

interface Deletion {
  executeTakeFirstOrThrow(): Promise<{ readonly numDeletedRows: bigint }>;
}

const count = async (deletion: Deletion): Promise<number> =>
  Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
