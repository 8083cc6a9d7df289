import type { FileTransfers } from '../link/file-transfers.ts';
import { TransferProblem } from '../link/transfer-problem.ts';
import type { FileView } from './file-way.ts';
import { transferOf } from './transfer-of.ts';

interface Looking {
  readonly files: FileTransfers;
  readonly side: 'agent' | 'visitor';
  readonly signal: AbortSignal;
}

/** The id of an upload of the same file that an earlier page of this end began: it can go on there. Null: none, or nobody can say. */
export const leftOverUpload = async (
  { files, side, signal }: Looking,
  { name, bytes, sha256 }: FileView,
): Promise<string | null> => {
  try {
    const { transfers } = await files.list(signal);
    const found = transfers.find(
      (one) =>
        one.from === side &&
        one.state === 'uploading' &&
        one.name === name &&
        one.bytes === bytes &&
        one.sha256 === sha256,
    );
    return found?.id.slice(transferOf('').length) ?? null;
  } catch (error) {
    // It begins anew then.
    if (error instanceof TransferProblem && !signal.aborted) return null;
    throw error;
  }
};
