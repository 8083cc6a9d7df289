import { deleteLateJob } from '../artifacts/job-kinds.ts';
import type { InTransaction, Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import { tellTransfer } from './tell-transfer.ts';
import { listSomeOfTenant, removeTransfer } from './transfer-store.ts';

interface OfTenantNeeds {
  readonly inTransaction: InTransaction;
  readonly now: () => number;
}

/** A transaction must be short. */
const atOnce = 50;
/** Longer than it takes to keep the largest file. */
const keepingMs = 60 * 60_000;

/** The tenant is removed: its files under way are destroyed with their keys, some at a time. What is left on the disk opens for nobody, and a running server's sweep takes it away. Tells how many. */
export const endTransfersOfTenant = async (
  { inTransaction, now }: OfTenantNeeds,
  tenantId: string,
): Promise<number> => {
  let ended = 0;
  for (;;) {
    const { found, underWay } = await inTransaction((trx) => endSome(trx, tenantId, now()));
    ended += underWay;
    if (found < atOnce) return ended;
  }
};

const endSome = async (trx: Transaction, tenantId: string, now: number) => {
  const found = await listSomeOfTenant(trx, tenantId, atOnce);
  const underWay = found.filter(({ state }) => state !== 'received');
  for (const transfer of found) await removeTransfer(trx, transfer);
  for (const transfer of underWay) {
    await tellTransfer(trx, transfer, { event: 'transfer.cancelled', actor: 'operator', at: now });
    // It may be in the middle of being kept, by a server that knew the tenant when it began.
    const { artifactId: id } = transfer;
    if (id !== null) await enqueue(trx, deleteLateJob({ id, tenantId }, now + keepingMs));
  }
  return { found: found.length, underWay: underWay.length };
};
