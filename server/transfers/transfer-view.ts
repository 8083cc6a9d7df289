import { partBytes, type TransferView } from '../../protocol/http/transfers.ts';
import type { Transfer } from './transfer.ts';

/** A file as both sides see it. */
export const transferView = (transfer: Transfer): TransferView => ({
  id: transfer.id,
  from: transfer.side,
  name: transfer.name,
  bytes: transfer.bytes,
  partBytes,
  sha256: transfer.sha256 ?? transfer.announcedSha256,
  contentType: transfer.contentType,
  state: transfer.state,
  accepted: transfer.acceptedAt !== null,
  kept: transfer.artifactId !== null,
  artifactId: transfer.keptAt === null ? null : transfer.artifactId,
  createdAt: transfer.createdAt,
  expiresAt: transfer.expiresAt,
});

/** [first, last] of each row of neighbors. */
export const rangesOf = (numbers: readonly number[]): [number, number][] => {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const newest = ranges.at(-1);
    if (newest?.[1] === number - 1) newest[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
};
