import type { FileTransfers } from '../link/file-transfers.ts';
import { TransferProblem } from '../link/transfer-problem.ts';
import { downloadFile } from './download-file.ts';
import type { FileView } from './file-way.ts';
import type { Flow } from './flow.ts';
import { keepTrying } from './keep-trying.ts';
import { transferOf } from './transfer-of.ts';

interface Receiving {
  readonly files: FileTransfers;
  readonly side: 'agent' | 'visitor';
  readonly view: FileView;
  readonly flow: Flow;
  readonly onMoved: (done: number) => void;
}

/** Takes what the other end has uploaded, if it is what was offered, and tells the server that it need not be held any longer. @throws TransferProblem. */
export const receiveFile = async ({ files, side, view, flow, onMoved }: Receiving): Promise<Blob> => {
  const id = transferOf(view.id);
  // The server has it from the customer themselves that they want it.
  if (side === 'visitor') await keepTrying(flow, (signal) => files.accept(id, signal));
  const { content, sha256 } = await downloadFile({ files, id, bytes: view.bytes, flow, onMoved });
  if (sha256 !== view.sha256) throw new TransferProblem('hash_wrong');
  await keepTrying(flow, (signal) => files.receive(id, sha256, signal));
  return content;
};
