import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { discardTransfer } from './discard-transfer.ts';
import { findComing, findOf, refuseUnlessGranted } from './find-for.ts';
import { keepTransfer } from './keep-transfer.ts';
import { tellTransfer } from './tell-transfer.ts';
import { type Checked, checkedOf, type Party, type Transfer } from './transfer.ts';
import type { TransferNeeds } from './transfer-needs.ts';
import { saveTransfer } from './transfer-store.ts';

/** What the side that receives a file does. */
export const createDelivery = (needs: TransferNeeds) => {
  const { db, inTransaction, parts, now } = needs;
  return {
    /** The visitor wants what an agent sends. @throws Problem `forbidden` (agents accept nothing), `not_found`; what `KeepArtifact` throws. */
    accept: async (party: Party, id: string): Promise<Transfer> => {
      if (party.side !== 'visitor') throw new Problem('forbidden', 'Only customers are asked.');
      refuseUnlessGranted(party);
      const accepted = await inTransaction(async (trx) => {
        const transfer = await findComing(trx, party, { id, now: now() });
        if (transfer.acceptedAt !== null) return transfer;
        const next = { ...transfer, acceptedAt: now() };
        await saveTransfer(trx, next);
        await tellTransfer(trx, next, { event: 'transfer.accepted', actor: party.actor, at: now() });
        return next;
      });
      return keepTransfer(needs, party, accepted);
    },

    /** @throws Problem `not_granted` (also: the visitor has not accepted it), `artifact_missing` (not yet). */
    deliverable: (party: Party, id: string): Promise<Checked> =>
      findDeliverable(db, party, { id, now: now() }),

    /** They have it: nothing of it is held here any more. @throws Problem `hash_wrong` (they have something else), and as `deliverable`. */
    receive: async (
      party: Party,
      { id, sha256 }: { readonly id: string; readonly sha256: string },
    ): Promise<Transfer> => {
      const received = await inTransaction(async (trx) => {
        const before = await findComing(trx, party, { id, now: now() });
        if (before.state === 'received' && before.sha256 === sha256) return before;
        const checked = await findDeliverable(trx, party, { id, now: now() });
        if (checked.sha256 !== sha256)
          throw new Problem('hash_wrong', 'What has arrived is not what was sent.');
        const next: Transfer = { ...checked, state: 'received' };
        await saveTransfer(trx, next);
        await tellTransfer(trx, next, { event: 'transfer.received', actor: party.actor, at: now() });
        return next;
      });
      await parts.remove(id);
      return received;
    },

    /** By whom it comes from: cancelled; by the other side: refused. */
    drop: async (party: Party, id: string): Promise<void> => {
      const transfer = await findOf(db, party, { id, now: now() });
      const event = transfer.side === party.side ? 'transfer.cancelled' : 'transfer.refused';
      if (transfer.state !== 'received')
        await discardTransfer(needs, transfer, { event, actor: party.actor });
    },
  };
};

const findDeliverable = async (
  q: Queryable,
  party: Party,
  looking: { readonly id: string; readonly now: number },
): Promise<Checked> => {
  refuseUnlessGranted(party);
  const transfer = await findComing(q, party, looking);
  if (transfer.acceptedAt === null)
    throw new Problem('not_granted', 'The customer has not accepted this file.');
  const checked = checkedOf(transfer);
  const isKept = transfer.artifactId === null || transfer.keptAt !== null;
  if (!checked || !isKept) throw new Problem('artifact_missing', 'There is nothing of this file to be had.');
  return checked;
};
