import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Problem } from '../http/problem.ts';

/** Whether a scanner finds something in this content. @throws Problem `scan_unavailable` when it doesn't say: then nothing may pass. */
export type Scan = (content: AsyncIterable<Uint8Array>) => Promise<'clean' | 'infected'>;

interface ClamdNeeds {
  /** `host:port`, or the path of a socket. */
  readonly address: string;
  /** How long it may do nothing: it thinks about a large file at its end. */
  readonly idleMs?: number;
  /** Of the whole scan. */
  readonly limitMs?: number;
}

const longestAnswer = 4096;

/** ClamAV's daemon, by INSTREAM (https://docs.clamav.net/manual/Usage/Scanning.html#clamd): chunks with their length before, and one of length 0. */
export const createClamd =
  ({ address, idleMs = 120_000, limitMs = 15 * 60_000 }: ClamdNeeds): Scan =>
  async (content) => {
    const socket = connect(placeOf(address));
    const answer = answerOf(socket);
    // Whoever writes hears of it first; nobody waits for it then.
    answer.catch(() => undefined);
    socket.setTimeout(idleMs, () => socket.destroy(new Error('clamd does nothing.')));
    const limit = setTimeout(() => socket.destroy(new Error('clamd takes too long.')), limitMs);
    try {
      await send(socket, content);
      return verdictOf(await answer);
    } finally {
      clearTimeout(limit);
      socket.destroy();
    }
  };

const placeOf = (address: string) => {
  if (address.startsWith('/')) return { path: address };
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
};

const send = async (socket: Socket, content: AsyncIterable<Uint8Array>): Promise<void> => {
  await write(socket, Buffer.from('zINSTREAM\0'));
  for await (const chunk of content) {
    if (chunk.length === 0) continue;
    // It has made up its mind, or is gone: its answer says which.
    if (socket.destroyed || socket.readableEnded) return;
    await write(socket, lengthOf(chunk.length));
    await write(socket, chunk);
  }
  await write(socket, lengthOf(0));
};

const lengthOf = (bytes: number): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
};

const write = async (socket: Socket, bytes: Uint8Array): Promise<void> => {
  if (socket.destroyed || socket.write(bytes)) return;
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    // A socket that closes never drains.
    await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]);
  } catch (error) {
    // It broke: who waits for the answer hears it.
    if (!socket.destroyed) throw error;
  } finally {
    waiting.abort();
  }
};

const answerOf = async (socket: Socket): Promise<string> => {
  let answer = '';
  try {
    for await (const chunk of socket) {
      answer += String(chunk);
      if (answer.length > longestAnswer) throw new Error('clamd talks too much.');
      if (answer.includes('\0')) break;
    }
  } catch (cause) {
    throw unavailable(cause);
  }
  return answer.replace(/\0.*$/s, '');
};

const verdictOf = (answer: string): 'clean' | 'infected' => {
  if (answer === 'stream: OK') return 'clean';
  if (/^stream: \S{1,400} FOUND$/.test(answer)) return 'infected';
  throw unavailable(new Error(`clamd said: ${answer.slice(0, 200)}`));
};

const unavailable = (cause: unknown): Problem =>
  new Problem('scan_unavailable', 'Files can’t be scanned at present. Try again later.', {
    retryAfter: 10,
    cause,
  });
