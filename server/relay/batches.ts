import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** `early`: one before it is missing. `gone`: the same batch came anew meanwhile, or the connection is over. */
type Outcome = 'taken' | 'early' | 'gone' | 'too_large';

interface BatchesNeeds {
  readonly stream: Duplex;
  /** The largest batch, in bytes. */
  readonly maxBytes: number;
}

/** What one connection brings, in batches: each is taken once and in its turn, however often it comes. */
export class Batches {
  readonly #stream: Duplex;
  #maxBytes: number;
  #next = 0;
  #coming: IncomingMessage | null = null;

  constructor({ stream, maxBytes }: BatchesNeeds) {
    this.#stream = stream;
    this.#maxBytes = maxBytes;
  }

  /** From here on a batch may be as large as this. */
  bound(maxBytes: number): void {
    this.#maxBytes = maxBytes;
  }

  async take(number: number, req: IncomingMessage): Promise<Outcome> {
    if (number < this.#next) return 'taken';
    if (number > this.#next) return 'early';
    // Whoever sends it again has given up on the first.
    this.#coming?.destroy();
    this.#coming = req;
    const batch = await readAtMost(this.#maxBytes, req);
    if (this.#coming !== req || this.#stream.destroyed) return 'gone';
    this.#coming = null;
    if (typeof batch === 'string') return batch;
    this.#next += 1;
    this.#stream.push(batch);
    return 'taken';
  }
}

const readAtMost = async (bytes: number, req: IncomingMessage): Promise<Buffer | 'too_large' | 'gone'> => {
  if (Number(req.headers['content-length'] ?? 0) > bytes) return 'too_large';
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of req) {
      length += chunk.length;
      if (length > bytes) return 'too_large';
      chunks.push(chunk);
    }
  } catch {
    // Cut off on its way: it comes again, or the connection is lost.
    return 'gone';
  }
  return Buffer.concat(chunks);
};
