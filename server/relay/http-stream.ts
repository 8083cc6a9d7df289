import type { ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';

/** A response that goes on, and what is pushed in from elsewhere, as the one stream that a connection reads and writes. */
export const openHttpStream = (res: ServerResponse): Duplex => {
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk, _encoding, done) => res.write(chunk, done),
    // What was corked leaves in one piece here, too.
    writev: (chunks, done) => {
      const last = chunks.pop();
      res.cork();
      for (const { chunk } of chunks) res.write(chunk);
      res.write(last?.chunk ?? nothing, done);
      res.uncork();
    },
    final: (done) => {
      res.end(done);
    },
    destroy: (error, done) => {
      res.destroy();
      done(error);
    },
  });
  res.on('close', () => stream.destroy());
  res.on('error', () => stream.destroy());
  return stream;
};

const nothing = Buffer.alloc(0);
