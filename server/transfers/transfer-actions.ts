import type { Request } from 'express';
import type { OfferFile } from '../../protocol/http/transfers.ts';
import { beginTransfer } from './begin-transfer.ts';
import { createCompleteTransfer } from './complete-transfer.ts';
import { partsOfTransfer } from './data-key.ts';
import { createDelivery } from './deliver-transfer.ts';
import { findOf } from './find-for.ts';
import { shareKeeping } from './keep-transfer.ts';
import { createPutPart } from './put-part.ts';
import type { Checked, Party, Transfer } from './transfer.ts';
import type { TransferNeeds } from './transfer-needs.ts';
import { listTransfers } from './transfer-store.ts';

/** What the two sides of a session do with files that go through the server. All throw Problem `not_found` for those that are not theirs. */
export interface TransferActions {
  begin(party: Party, offer: OfferFile): Promise<Transfer>;
  list(party: Party): Promise<readonly Transfer[]>;
  progress(
    party: Party,
    id: string,
  ): Promise<{ readonly transfer: Transfer; readonly parts: readonly number[] }>;
  put(party: Party, part: { readonly id: string; readonly part: number }, req: Request): Promise<void>;
  complete(party: Party, completion: { readonly id: string; readonly sha256: string }): Promise<Transfer>;
  accept(party: Party, id: string): Promise<Transfer>;
  receive(party: Party, receipt: { readonly id: string; readonly sha256: string }): Promise<Transfer>;
  content(
    party: Party,
    id: string,
  ): Promise<Checked & { readonly read: (start: number, end: number) => AsyncIterable<Uint8Array> }>;
  drop(party: Party, id: string): Promise<void>;
}

export const createTransferActions = (given: TransferNeeds): TransferActions => {
  const needs: TransferNeeds = { ...given, keep: shareKeeping(given.keep) };
  const { db, keyRing, parts, now } = needs;
  const delivery = createDelivery(needs);
  return {
    begin: beginTransfer(needs),
    list: (party) => listTransfers(db, party),
    progress: async (party, id) => {
      const transfer = await findOf(db, party, { id, now: now() });
      return { transfer, parts: await parts.present(id) };
    },
    put: createPutPart(needs),
    complete: createCompleteTransfer(needs),
    accept: delivery.accept,
    receive: delivery.receive,
    content: async (party, id) => {
      const checked = await delivery.deliverable(party, id);
      const of = partsOfTransfer(keyRing, checked);
      return { ...checked, read: (start, end) => parts.read(of, start, end) };
    },
    drop: delivery.drop,
  };
};
