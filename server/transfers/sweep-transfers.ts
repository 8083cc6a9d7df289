import { discardTransfer } from './discard-transfer.ts';
import type { Transfer } from './transfer.ts';
import type { TransferNeeds } from './transfer-needs.ts';
import {
  listExpiredTransfers,
  listIdsUnderWay,
  listUploadingSince,
  shortenTransfersOfEnded,
} from './transfer-store.ts';

/** A session that ended by mistake may go on. */
const afterEndMs = 60 * 60_000;
/** What is announced takes room: whoever has sent nothing of it after this was not going to. */
const firstPartMs = 10 * 60_000;

/** Removes what took too long, what is left of ended sessions, and what a crash left on the disk. Every minute or so. */
export const createSweepTransfers =
  (needs: Pick<TransferNeeds, 'db' | 'inTransaction' | 'parts' | 'now'>) => async (): Promise<void> => {
    const { db, parts, now } = needs;
    await shortenTransfersOfEnded(db, now() + afterEndMs);
    const found = await parts.ids();
    const expired = await listExpiredTransfers(db, now());
    for (const transfer of [...expired, ...(await listIdle(needs, new Set(found)))]) {
      await discardTransfer(needs, transfer, { event: 'transfer.expired', actor: 'server' });
    }
    // What is on the disk has a row before: one without, or of a file that has arrived, is left over.
    const known = await listIdsUnderWay(db);
    for (const id of found) if (!known.has(id)) await parts.remove(id);
  };

/** Of those that have their place on this disk: what another node has of a file, this one can't know. */
const listIdle = async (
  { db, parts, now }: Pick<TransferNeeds, 'db' | 'parts' | 'now'>,
  here: ReadonlySet<string>,
): Promise<readonly Transfer[]> => {
  const idle: Transfer[] = [];
  for (const transfer of await listUploadingSince(db, now() - firstPartMs))
    if (here.has(transfer.id) && (await parts.present(transfer.id)).length === 0) idle.push(transfer);
  return idle;
};
