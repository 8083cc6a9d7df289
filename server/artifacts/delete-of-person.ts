import type { DeleteArtifacts } from '../../protocol/http/artifacts.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import { deleteWithin } from './delete-artifact.ts';
import type { EndTransfers } from './end-transfers.ts';
import { deleteLateJob } from './job-kinds.ts';
import type { SettleNeeds } from './settle-move.ts';

interface OfPerson {
  readonly tenantId: string;
  readonly of: DeleteArtifacts;
  /** Who deletes it. */
  readonly actor: string;
}

interface DeleteNeeds extends SettleNeeds {
  readonly inTransaction: InTransaction;
  readonly endTransfers: EndTransfers;
}

/** A transaction must be short, and nobody's things are all in memory at once. */
const atOnce = 50;
/** Longer than it takes to keep the largest file. */
const keepingMs = 60 * 60_000;

/**
 * Deletes all that there is of one session, or of one person, some at a time; what was interrupted is finished by another call. A recording that is not put together yet can't be opened from now on, and goes
 * once it is. Files on their way don't arrive. Tells how many.
 */
export const deleteOfPerson = async (needs: DeleteNeeds, person: OfPerson): Promise<number> => {
  const { inTransaction } = needs;
  let count = 0;
  // First what is coming: nothing is added while the rest is deleted.
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after;
    const ended: Ended = await inTransaction((trx) => endComing(needs, trx, { ...person, after: from }));
    await ended.removeContent();
    count += ended.count;
    after = ended.last;
  }
  for (;;) {
    const some = await inTransaction((trx) => deleteSome(needs, trx, person));
    count += some;
    if (some < atOnce) return count;
  }
};

interface Ended {
  readonly count: number;
  /** The session after which there may be more; null: there are none. */
  readonly last: string | null;
  /** To be called once the transaction holds. */
  removeContent(): Promise<void>;
}

/** Of so many sessions, in the order of their ids. */
const endComing = async (
  needs: DeleteNeeds,
  trx: Transaction,
  { tenantId, of, actor, after }: OfPerson & { readonly after: string },
): Promise<Ended> => {
  const sessions = await sessionsOf(trx, tenantId, of)
    .where('id', '>', after)
    .orderBy('id')
    .limit(atOnce)
    .execute();
  const sessionIds = sessions.map(({ id }) => id);
  if (sessionIds.length === 0) return { count: 0, last: null, removeContent: async () => undefined };
  const recordings = await endRecordings(trx, tenantId, sessionIds);
  const transfers = await needs.endTransfers(trx, { tenantId, sessionIds, actor });
  // One that is being kept at this moment is there soon.
  for (const id of transfers.artifactIds)
    await enqueue(trx, deleteLateJob({ id, tenantId }, needs.now() + keepingMs));
  return {
    count: recordings + transfers.count,
    last: sessionIds.length < atOnce ? null : (sessionIds.at(-1) ?? null),
    removeContent: transfers.removeContent,
  };
};

/** Those that are no artifact yet. */
const endRecordings = async (
  trx: Transaction,
  tenantId: string,
  sessionIds: readonly string[],
): Promise<number> => {
  const kept = trx.selectFrom('artifacts').select('id').where('tenant_id', '=', tenantId);
  const coming = await trx
    .selectFrom('recordings')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('session_id', 'in', sessionIds)
    .where('id', 'not in', kept.where('session_id', 'in', sessionIds).where('state', '!=', 'deleted'))
    .execute();
  for (const { id } of coming) {
    await trx
      .deleteFrom('recording_roots')
      .where('recording_id', '=', id)
      .where('tenant_id', '=', tenantId)
      .execute();
    await enqueue(trx, deleteLateJob({ id, tenantId }));
  }
  return coming.length;
};

const deleteSome = async (
  needs: DeleteNeeds,
  trx: Transaction,
  { tenantId, of, actor }: OfPerson,
): Promise<number> => {
  const rows = await trx
    .selectFrom('artifacts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('state', '!=', 'deleted')
    .where('session_id', 'in', sessionsOf(trx, tenantId, of))
    .limit(atOnce)
    .execute();
  for (const row of rows) await deleteWithin(needs, trx, { row, reason: 'visitor', actor });
  return rows.length;
};

const sessionsOf = (q: Queryable, tenantId: string, of: DeleteArtifacts) => {
  const sessions = q.selectFrom('sessions').select('id').where('tenant_id', '=', tenantId);
  return 'sessionId' in of
    ? sessions.where('id', '=', of.sessionId)
    : sessions.where('requester_id', '=', of.requesterId);
};
