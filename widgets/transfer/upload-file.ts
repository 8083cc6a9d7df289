import { type OfferFile, partBytes, partLength, partsOf } from '../../protocol/http/transfers.ts';
import type { FileTransfers } from '../link/file-transfers.ts';
import type { Flow } from './flow.ts';
import { keepTrying } from './keep-trying.ts';

interface Upload {
  readonly files: FileTransfers;
  readonly content: Blob;
  readonly offer: OfferFile & { readonly sha256: string };
  readonly flow: Flow;
  readonly onMoved: (done: number) => void;
  /** All of it is there; the server looks at it. */
  readonly onChecking: () => void;
}

/** Brings a file to the server, part by part, from where it had got to before; it is checked once this resolves. @throws TransferProblem; DOMException when it can't be read. */
export const uploadFile = async (upload: Upload): Promise<void> => {
  const { files, content, offer, flow, onMoved } = upload;
  const begun = await keepTrying(flow, (signal) => files.begin(offer, signal));
  if (begun.state === 'uploading') {
    const { parts } = await keepTrying(flow, (signal) => files.progress(offer.id, signal));
    const isThere = (number: number) => parts.some(([first, last]) => first <= number && number <= last);
    let done = 0;
    for (let number = 0; number < partsOf(offer.bytes); number += 1) {
      if (!isThere(number)) await putPart({ files, content, offer, flow }, number);
      done += partLength(offer.bytes, number);
      onMoved(done);
    }
  }
  upload.onChecking();
  await keepTrying(flow, (signal) => files.complete(offer.id, offer.sha256, signal));
};

const putPart = async (
  { files, content, offer, flow }: Pick<Upload, 'files' | 'content' | 'offer' | 'flow'>,
  number: number,
): Promise<void> => {
  const slice = content.slice(number * partBytes, (number + 1) * partBytes);
  const bytes = new Uint8Array(await slice.arrayBuffer());
  await keepTrying(flow, (signal) => files.put(offer.id, { number, bytes }, signal));
};
