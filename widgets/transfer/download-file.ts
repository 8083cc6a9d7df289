import type { FileTransfers } from '../link/file-transfers.ts';
import { TransferProblem } from '../link/transfer-problem.ts';
import { RunningSha256 } from '../seal/running-sha256.ts';
import type { Flow } from './flow.ts';
import { keepTrying } from './keep-trying.ts';

interface Download {
  readonly files: FileTransfers;
  readonly id: string;
  readonly bytes: number;
  readonly flow: Flow;
  readonly onMoved: (done: number) => void;
}

interface Downloaded {
  readonly content: Blob;
  readonly sha256: string;
}

/** What a slow line has within the time that a call is given. */
const pieceBytes = 512 * 1024;

/** Fetches a file piece by piece; after a broken connection it goes on where it was. Pieces are blobs, which a browser may keep on its disk. @throws TransferProblem. */
export const downloadFile = async ({ files, id, bytes, flow, onMoved }: Download): Promise<Downloaded> => {
  const pieces: Blob[] = [];
  const hash = new RunningSha256();
  for (let start = 0; start < bytes; start += pieceBytes) {
    const end = Math.min(bytes, start + pieceBytes);
    const piece = await keepTrying(flow, async (signal) => {
      const read = await files.read(id, { start, end }, signal);
      if (read.size !== end - start) throw new TransferProblem('offline');
      return read;
    });
    hash.update(new Uint8Array(await piece.arrayBuffer()));
    pieces.push(piece);
    onMoved(end);
  }
  // Nobody's page runs or shows it: it is to be saved.
  return { content: new Blob(pieces, { type: 'application/octet-stream' }), sha256: hash.digest() };
};
