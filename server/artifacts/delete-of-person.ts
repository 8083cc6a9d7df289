import type { DeleteArtifacts } from '../../protocol/http/artifacts.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
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
  readonly endTransfers: EndTransfers;
}

interface Deleted {
  readonly count: number;
  /** To be called once the transaction holds. */
  removeContent(): Promise<void>;
}

/** Deletes all that there is of one session, or of one person; a recording that is not put together yet can't be opened from now on, and goes once it is. Files on their way don't arrive. Tells how many. */
export const deleteOfPerson = async (
  needs: DeleteNeeds,
  trx: Transaction,
  { tenantId, of, actor }: OfPerson,
): Promise<Deleted> => {
  const sessions = sessionsOf(trx, tenantId, of);
  const rows = await trx
    .selectFrom('artifacts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('state', '!=', 'deleted')
    .where('session_id', 'in', sessions)
    .execute();
  for (const row of rows) await deleteWithin(needs, trx, { row, reason: 'visitor', actor });
  const known = new Set(rows.map(({ id }) => id));
  const coming = await trx
    .selectFrom('recordings')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('session_id', 'in', sessions)
    .execute();
  const toCome = coming.filter(({ id }) => !known.has(id));
  for (const { id } of toCome) {
    await trx
      .deleteFrom('recording_roots')
      .where('recording_id', '=', id)
      .where('tenant_id', '=', tenantId)
      .execute();
    await enqueue(trx, deleteLateJob({ id, tenantId }));
  }
  const sessionIds = (await sessions.execute()).map(({ id }) => id);
  const ended = await needs.endTransfers(trx, { tenantId, sessionIds, actor });
  // One that is being kept at this moment is there soon.
  const keptBy = needs.now() + keepingMs;
  for (const id of ended.artifactIds)
    if (!known.has(id)) await enqueue(trx, deleteLateJob({ id, tenantId }, keptBy));
  return { count: rows.length + toCome.length + ended.count, removeContent: ended.removeContent };
};

/** Longer than it takes to keep the largest file. */
const keepingMs = 60 * 60_000;

const sessionsOf = (q: Queryable, tenantId: string, of: DeleteArtifacts) => {
  const sessions = q.selectFrom('sessions').select('id').where('tenant_id', '=', tenantId);
  return 'sessionId' in of
    ? sessions.where('id', '=', of.sessionId)
    : sessions.where('requester_id', '=', of.requesterId);
};
