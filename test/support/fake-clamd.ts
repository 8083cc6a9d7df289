import { createServer, type Socket } from 'node:net';
import { after } from 'node:test';

/** Speaks clamd's INSTREAM, and finds the EICAR test file (https://www.eicar.org/download-anti-malware-testfile/) in what it is sent. */
export interface FakeClamd {
  /** As `HANDRAIL_CLAMD` names it. */
  readonly address: string;
  /** Content that it has got, whole. */
  readonly scanned: Buffer[];
  /** From here on, in place of a verdict: this answer, or (`hang_up`) none, or (`sleep`) nothing at all. */
  answer: string | null | 'hang_up' | 'sleep';
  /** Looks at it before the verdict is told, which waits for it. */
  before: (content: Buffer) => Promise<void>;
  close(): Promise<void>;
}

/** Written so that no scanner takes this file for it. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const command = 'zINSTREAM\0';
const opened = new Set<() => Promise<void>>();
after(async () => {
  for (const close of opened) await close();
});

interface FakeOptions {
  /** Of a socket, in place of a port. */
  readonly path?: string;
  /** clamd's StreamMaxLength. */
  readonly maxBytes?: number;
}

export const startFakeClamd = async ({ path, maxBytes }: FakeOptions = {}): Promise<FakeClamd> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    serve(socket, clamd, maxBytes ?? Number.POSITIVE_INFINITY);
  });
  const listening = Promise.withResolvers<void>();
  server.listen(path === undefined ? { port: 0, host: '127.0.0.1' } : { path }, listening.resolve);
  await listening.promise;
  const place = server.address();
  const close = async () => {
    opened.delete(close);
    const closed = Promise.withResolvers<void>();
    server.close(() => closed.resolve());
    for (const socket of sockets) socket.destroy();
    await closed.promise;
  };
  opened.add(close);
  const clamd: FakeClamd = {
    address: typeof place === 'object' && place ? `127.0.0.1:${place.port}` : String(place),
    scanned: [],
    answer: null,
    before: async () => undefined,
    close,
  };
  return clamd;
};

const serve = (socket: Socket, clamd: FakeClamd, maxBytes: number): void => {
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, Buffer.from(chunk)]);
    if (bytes.length > maxBytes && !socket.writableEnded) socket.end('INSTREAM size limit exceeded. ERROR\0');
    if (socket.writableEnded) return;
    const content = contentOf(bytes);
    if (content === null || clamd.answer === 'sleep') return;
    if (clamd.answer === 'hang_up') return void socket.destroy();
    clamd.scanned.push(content);
    const found = content.includes(eicar) ? 'Eicar-Test-Signature FOUND' : 'OK';
    const verdict = clamd.answer ?? `stream: ${found}\0`;
    void clamd.before(content).then(() => socket.end(verdict));
  });
};

/** What stands between the command and the chunk of length 0; null until that has come. */
const contentOf = (bytes: Buffer): Buffer | null => {
  if (!bytes.subarray(0, command.length).equals(Buffer.from(command).subarray(0, bytes.length)))
    throw new Error(`not a command: ${bytes.subarray(0, 20)}`);
  const chunks: Buffer[] = [];
  for (let at = command.length; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
};
