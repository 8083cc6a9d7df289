import type { FileTransfers } from '../link/file-transfers.ts';
import { TransferProblem } from '../link/transfer-problem.ts';
import { downloadFile } from './download-file.ts';
import type { OpenSink } from './file-sink.ts';
import { keepTrying } from './keep-trying.ts';
import type { ServerFile } from './server-file.ts';
import { transferOf } from './transfer-of.ts';

interface Receiving {
  readonly files: FileTransfers;
  readonly side: 'agent' | 'visitor';
  readonly openSink: OpenSink;
  readonly onMoved: (done: number) => void;
}

/** Takes what the other end has uploaded, if it is what was offered, and tells the server that it need not be held any longer. @throws TransferProblem; DOMException or RangeError when there is no room. */
export const receiveFile = async (
  entry: ServerFile,
  { files, side, openSink, onMoved }: Receiving,
): Promise<void> => {
  const { view, flow } = entry;
  const id = transferOf(view.id);
  const sink = await openSink(view.id, view.bytes);
  // Canceled while the disk was asked.
  if (flow.signal.aborted) await sink.remove();
  flow.signal.throwIfAborted();
  entry.sink = sink;
  // The server has it from the customer themselves that they want it.
  if (side === 'visitor') await keepTrying(flow, (signal) => files.accept(id, signal));
  const sha256 = await downloadFile({ files, id, bytes: view.bytes, sink, flow, onMoved });
  if (sha256 !== view.sha256) throw new TransferProblem('hash_wrong');
  entry.content = await sink.close();
  await keepTrying(flow, (signal) => files.receive(id, sha256, signal));
};
