import type { EndTransfers } from '../artifacts/end-transfers.ts';
import { tellTransfer } from './tell-transfer.ts';
import type { TransferNeeds } from './transfer-needs.ts';
import { listTransfers, removeTransfer } from './transfer-store.ts';

/** Everything of these sessions' files goes: rows and keys first, so that what is left on the disk opens for nobody, and the sweep finds it. */
export const createEndTransfersOf =
  ({ parts, now }: Pick<TransferNeeds, 'parts' | 'now'>): EndTransfers =>
  async (trx, { tenantId, sessionIds, actor }) => {
    const found = await Promise.all(
      sessionIds.map((sessionId) => listTransfers(trx, { tenantId, sessionId })),
    );
    const transfers = found.flat();
    const underWay = transfers.filter(({ state }) => state !== 'received');
    for (const transfer of transfers) await removeTransfer(trx, transfer);
    for (const transfer of underWay)
      await tellTransfer(trx, transfer, { event: 'transfer.cancelled', actor, at: now() });
    return {
      count: underWay.length,
      artifactIds: underWay.flatMap(({ artifactId }) => artifactId ?? []),
      removeContent: async () => {
        for (const { id } of underWay) await parts.remove(id);
      },
    };
  };
