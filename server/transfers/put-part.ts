import type { Request } from 'express';
import { partLength } from '../../protocol/http/transfers.ts';
import { Problem } from '../http/problem.ts';
import { partsOfTransfer } from './data-key.ts';
import { findSent, refuseUnlessGranted } from './find-for.ts';
import { createPartSlots } from './part-slots.ts';
import { readPart } from './read-part.ts';
import type { Party } from './transfer.ts';
import type { TransferNeeds } from './transfer-needs.ts';

interface Part {
  readonly id: string;
  readonly part: number;
}

/** Takes one part, in whatever order. @throws Problem as `PUT …/parts/:n` says. */
export const createPutPart = ({ db, keyRing, parts, partStallMs, now }: TransferNeeds) => {
  const inSlot = createPartSlots();
  return async (party: Party, { id, part }: Part, req: Request): Promise<void> => {
    refuseUnlessGranted(party);
    const transfer = await findSent(db, party, { id, now: now() });
    if (transfer.state === 'received') throw new Problem('not_found', 'This file has arrived.');
    const bytes = partLength(transfer.bytes, part);
    if (bytes === 0) throw new Problem('part_out_of_order', 'This part is beyond the end of the file.');
    await inSlot(party, async () => {
      const content = await readPart(req, { bytes, stallMs: partStallMs });
      await parts.put(partsOfTransfer(keyRing, transfer), part, content);
    });
  };
};
