import type { FileRefusal } from '../../protocol/file-transfer.ts';
import { TransferProblem } from '../link/transfer-problem.ts';
import type { FileView } from './file-way.ts';

const refusals: Readonly<Partial<Record<string, FileRefusal>>> = {
  file_empty: 'empty',
  file_too_large: 'too_large',
  file_type_refused: 'blocked_type',
  file_infected: 'infected',
  scan_unavailable: 'scan_unavailable',
  hash_wrong: 'damaged',
  part_taken: 'damaged',
  not_offered: 'not_offered',
  // Taken back by the customer, here or there.
  not_granted: 'person',
};

/** Why a file comes no further, from what was thrown on its way: the server's word, or the disk's, which it is read from or written to. Null: a bug of ours. */
export const refusalOf = (error: unknown, direction: FileView['direction']): FileRefusal | null => {
  if (error instanceof DOMException) return direction === 'out' ? 'unreadable' : 'no_room';
  if (error instanceof RangeError && direction === 'in') return 'no_room';
  if (!(error instanceof TransferProblem)) return null;
  return refusals[error.code] ?? 'server';
};
