import type { Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Transfer } from './transfer.ts';
import { bytesOfTenant, bytesUnderWay, listTransfers } from './transfer-store.ts';

interface Place {
  /** What all files under way may take of the disk. */
  readonly spoolLimitBytes: number;
}

/** Of one session, those included that have arrived lately. */
const mostTransfers = 100;
/** Of all the room. What is announced counts from the first, so that what has begun can end. */
const shareOfSession = 1 / 4;
const shareOfTenant = 3 / 4;

/** Each may always have one file; more only as far as enough is left for others. @throws Problem `rate_limited`, `spool_full`. */
export const refuseUnlessRoom = async (
  trx: Transaction,
  { spoolLimitBytes }: Place,
  transfer: Pick<Transfer, 'tenantId' | 'sessionId' | 'bytes'>,
): Promise<void> => {
  const { bytes } = transfer;
  const ofSession = await listTransfers(trx, transfer);
  if (ofSession.length >= mostTransfers) throw tooMany();
  const underWay = ofSession.filter(({ state }) => state !== 'received');
  const taken = underWay.reduce((sum, one) => sum + one.bytes, 0);
  // It gets through as soon as the others have arrived.
  if (taken > 0 && taken + bytes > spoolLimitBytes * shareOfSession) throw tooMany();
  const byTenant = await bytesOfTenant(trx, transfer.tenantId);
  if (byTenant > 0 && byTenant + bytes > spoolLimitBytes * shareOfTenant) throw noRoom();
  if ((await bytesUnderWay(trx)) + bytes > spoolLimitBytes) throw noRoom();
};

const tooMany = () =>
  new Problem('rate_limited', 'There have been too many files in this session.', { retryAfter: 60 });
const noRoom = () =>
  new Problem('spool_full', 'There is no room for more files at present.', { retryAfter: 60 });
