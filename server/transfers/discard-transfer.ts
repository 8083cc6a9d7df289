import type { ProblemCode } from '../../protocol/problem.ts';
import { tellTransfer } from './tell-transfer.ts';
import type { Transfer, TransferEvent } from './transfer.ts';
import type { TransferNeeds } from './transfer-needs.ts';
import { removeTransfer } from './transfer-store.ts';

interface Why {
  readonly event: TransferEvent;
  readonly actor: string;
  readonly because?: ProblemCode;
}

/** Leaves nothing of a file: the row and its key first, so that what a crash leaves on the disk opens for nobody, and the sweep finds it. */
export const discardTransfer = async (
  { inTransaction, parts, now }: Pick<TransferNeeds, 'inTransaction' | 'parts' | 'now'>,
  transfer: Transfer,
  why: Why,
): Promise<void> => {
  await inTransaction(async (trx) => {
    if (await removeTransfer(trx, transfer)) await tellTransfer(trx, transfer, { ...why, at: now() });
  });
  await parts.remove(transfer.id);
};
