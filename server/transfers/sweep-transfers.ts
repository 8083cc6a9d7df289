import { discardTransfer } from './discard-transfer.ts';
import type { TransferNeeds } from './transfer-needs.ts';
import { listExpiredTransfers, listIdsUnderWay, shortenTransfersOfEnded } from './transfer-store.ts';

/** A session that ended by mistake may go on. */
const afterEndMs = 60 * 60_000;

/** Removes what took too long, what is left of ended sessions, and what a crash left on the disk. Every minute or so. */
export const createSweepTransfers =
  (needs: Pick<TransferNeeds, 'db' | 'inTransaction' | 'parts' | 'now'>) => async (): Promise<void> => {
    const { db, parts, now } = needs;
    await shortenTransfersOfEnded(db, now() + afterEndMs);
    for (const transfer of await listExpiredTransfers(db, now())) {
      await discardTransfer(needs, transfer, { event: 'transfer.expired', actor: 'server' });
    }
    // What is on the disk has a row before: one without, or of a file that has arrived, is left over.
    const found = await parts.ids();
    const known = await listIdsUnderWay(db);
    for (const id of found) if (!known.has(id)) await parts.remove(id);
  };
