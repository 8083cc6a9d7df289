import type { FileHandle } from 'node:fs/promises';
import { writePieces } from '../write-pieces.ts';
import { writeCheck } from './chunk.ts';

interface SegmentNeeds {
  readonly number: number;
  /** Of the journal, as `checkKey` has it. */
  readonly key: Buffer;
  readonly path: string;
  /** At the file's beginning. */
  readonly handle: FileHandle;
}

/** One file of a journal. It is written from its beginning on, each place once, and what else is in it is left as it is. */
export class Segment {
  readonly number: number;
  readonly startedAt = performance.now();
  readonly #key: Buffer;
  readonly #path: string;
  readonly #handle: FileHandle;
  #bytes = 0;
  #isSynced = true;
  #syncing: Promise<void> | null = null;

  constructor({ number, key, path, handle }: SegmentNeeds) {
    this.number = number;
    this.#key = key;
    this.#path = path;
    this.#handle = handle;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(chunks: readonly Buffer[]): Promise<void> {
    this.#isSynced = false;
    let offset = this.#bytes;
    for (const chunk of chunks) {
      writeCheck(chunk, { key: this.#key, number: this.number, offset });
      offset += chunk.length;
    }
    this.#bytes += await writePieces(this.#handle, chunks, null);
  }

  /** What was written before survives a loss of power once it returns. */
  async sync(): Promise<void> {
    await this.#syncing;
    if (this.#isSynced) return;
    this.#isSynced = true;
    this.#syncing = this.#handle.datasync();
    await this.#syncing.finally(() => {
      this.#syncing = null;
    });
  }

  /** Nobody removes it here: it is to be replayed. */
  async leave(): Promise<void> {
    await this.sync();
    await this.#handle.close();
  }

  /** Nobody needs what is in it. The answer is its file, for a later one or to be removed. */
  async spare(): Promise<string> {
    await this.#handle.close();
    return this.#path;
  }
}
