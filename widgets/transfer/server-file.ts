import { toBase64Url } from '../../protocol/base64url.ts';
import type { FileMessage, FileOffer } from '../../protocol/file-transfer.ts';
import { safeFileName } from '../../protocol/safe-file-name.ts';
import type { FileSink } from './file-sink.ts';
import type { FilePause, FileView } from './file-way.ts';
import { createFlow, type Flow, type OwnFlow } from './flow.ts';

/** One file that goes over the server, at one end. */
export interface ServerFile {
  view: FileView;
  /** Null: it comes in. */
  readonly file: File | null;
  /** Who offered it; null: this end. */
  readonly sender: number | null;
  readonly flow: OwnFlow;
  /** Its way up or down goes on, or has been gone. */
  isUnderWay: boolean;
  /** Of one that goes out: it is there to be fetched. */
  isUploaded: boolean;
  paused: Readonly<Record<FilePause, boolean>>;
  content: Blob | null;
  /** Where that is written; it is removed with the file. */
  sink: FileSink | null;
}

export const newServerFile = (
  of: Pick<ServerFile, 'file' | 'sender' | 'view'>,
  onTrouble: Flow['onTrouble'],
): ServerFile => ({
  ...of,
  flow: createFlow(onTrouble),
  isUnderWay: false,
  isUploaded: false,
  paused: { here: false, there: false, connection: false },
  content: null,
  sink: null,
});

/** It comes no further, and nothing of what came in stays here. */
export const breakOff = (entry: ServerFile): void => {
  const { sink, flow } = entry;
  flow.breakOff();
  [entry.sink, entry.content] = [null, null];
  void sink?.remove();
};

/** It was accepted here, and then its sender's page was left. */
export const isLeft = ({ view: { state } }: ServerFile): boolean =>
  state.name === 'ended' && state.by === 'there' && state.because === 'left';

export const isOver = ({ view }: Pick<ServerFile, 'view'>): boolean =>
  view.state.name === 'done' || view.state.name === 'ended';

/** Who holds it up: a person first. */
export const pauseOf = ({ paused }: ServerFile): FilePause | null =>
  (['here', 'there', 'connection'] as const).find((who) => paused[who]) ?? null;

/** What stands at this end, for who may not have heard it. Null: nothing that the other end waits for. */
export const standingMessage = ({ view }: ServerFile): FileMessage | null => {
  const { id, name, bytes, contentType, sha256, receivedSha256, state } = view;
  if (state.name === 'ended') return null;
  if (view.direction === 'in') {
    if (state.name === 'done')
      return receivedSha256 === null ? null : { type: 'file.received', id, sha256: receivedSha256 };
    return state.name === 'moving' ? { type: 'file.accepted', id, from: 0 } : null;
  }
  if (sha256 === null || state.name === 'done') return null;
  return { type: 'file.offered', id, name, bytes, contentType, sha256, way: 'server' };
};

export const viewOfOwn = (file: File): FileView => ({
  id: toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
  direction: 'out',
  name: safeFileName(file.name),
  bytes: file.size,
  contentType: file.type || 'application/octet-stream',
  sha256: null,
  receivedSha256: null,
  state: { name: 'preparing', done: 0 },
});

export const viewOfOffer = ({ id, name, bytes, contentType, sha256 }: FileOffer): FileView => ({
  id,
  direction: 'in',
  name: safeFileName(name),
  bytes,
  contentType,
  sha256,
  receivedSha256: null,
  state: { name: 'asked' },
});
