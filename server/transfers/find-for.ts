import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Party, Transfer } from './transfer.ts';
import { findTransfer } from './transfer-store.ts';

interface Looking {
  readonly id: string;
  readonly now: number;
}

/** What this side sends. @throws Problem `not_found`, `upload_expired`. */
export const findSent = async (q: Queryable, party: Party, looking: Looking): Promise<Transfer> => {
  const transfer = await findOf(q, party, looking);
  if (transfer.side !== party.side) throw noTransfer();
  return transfer;
};

/** What the other side sends. @throws Problem `not_found`, `upload_expired`. */
export const findComing = async (q: Queryable, party: Party, looking: Looking): Promise<Transfer> => {
  const transfer = await findOf(q, party, looking);
  if (transfer.side === party.side) throw noTransfer();
  return transfer;
};

/** Whichever side sends it. @throws Problem `not_found`, `upload_expired`. */
export const findOf = async (q: Queryable, party: Party, { id, now }: Looking): Promise<Transfer> => {
  const transfer = await findTransfer(q, party, id);
  if (!transfer) throw noTransfer();
  if (transfer.expiresAt <= now) throw new Problem('upload_expired', 'This file took too long.');
  return transfer;
};

/** The visitor allows it for each file, and can take it back meanwhile. @throws Problem `not_granted`. */
export const refuseUnlessGranted = ({ isGranted }: Party): void => {
  if (!isGranted) throw new Problem('not_granted', 'The customer does not allow files at present.');
};

// The same answer whether it is another's or nobody's: an id tells nothing.
const noTransfer = () => new Problem('not_found', 'There is no such file.');
