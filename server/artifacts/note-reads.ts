import { record } from '../audit/audit-log.ts';
import type { InTransaction } from '../database/transaction.ts';
import type { Row } from './artifact-store.ts';
import type { Viewer } from './who-may.ts';

interface NoteNeeds {
  readonly inTransaction: InTransaction;
  readonly now: () => number;
}

/** A player reads a recording in hundreds of ranges: one entry tells of all of them. */
const onceInMs = 60 * 60_000;
const remembered = 10_000;

/** An audit entry for whoever opens an artifact, before they get a byte: one an hour. */
export const createNoteReads = ({ inTransaction, now }: NoteNeeds) => {
  const notedAt = new Map<string, number>();
  return async (
    { tenantId, agentId }: Viewer,
    row: Pick<Row, 'id' | 'session_id' | 'kind'>,
  ): Promise<void> => {
    const read = `${tenantId}/${agentId}/${row.id}`;
    const at = now();
    if ((notedAt.get(read) ?? Number.NEGATIVE_INFINITY) > at - onceInMs) return;
    await inTransaction(async (trx) => {
      await record(trx, {
        tenantId,
        actor: `agent:${agentId}`,
        action: 'artifact.opened',
        subject: row.id,
        detail: { sessionId: row.session_id, kind: row.kind },
        at,
      });
    });
    if (notedAt.size >= remembered) notedAt.clear();
    notedAt.set(read, at);
  };
};
