import type { FileTransfers } from '../link/file-transfers.ts';
import { TransferProblem } from '../link/transfer-problem.ts';
import { RunningSha256 } from '../seal/running-sha256.ts';
import type { FileSink } from './file-sink.ts';
import type { Flow } from './flow.ts';
import { keepTrying } from './keep-trying.ts';

interface Download {
  readonly files: FileTransfers;
  readonly id: string;
  readonly bytes: number;
  readonly sink: Pick<FileSink, 'write'>;
  readonly flow: Flow;
  readonly onMoved: (done: number) => void;
}

/** What a slow line has within the time that a call is given. */
const pieceBytes = 512 * 1024;

/** Fetches a file piece by piece, and writes each as it comes; after a broken connection it goes on where it was. Answers with its SHA-256. @throws TransferProblem; DOMException when there is no room. */
export const downloadFile = async ({ files, id, bytes, sink, flow, onMoved }: Download): Promise<string> => {
  const hash = new RunningSha256();
  for (let start = 0; start < bytes; start += pieceBytes) {
    const end = Math.min(bytes, start + pieceBytes);
    const piece = await keepTrying(flow, async (signal) => {
      const read = await files.read(id, { start, end }, signal);
      if (read.length !== end - start) throw new TransferProblem('offline');
      return read;
    });
    hash.update(piece);
    await sink.write(piece);
    onMoved(end);
  }
  return hash.digest();
};
