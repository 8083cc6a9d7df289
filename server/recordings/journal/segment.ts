import { rm } from 'node:fs/promises';
import type { BlockFile } from '../direct-file.ts';
import { writeCheck } from './chunk.ts';

interface SegmentNeeds {
  readonly number: number;
  /** Of the journal, as `checkKey` has it. */
  readonly key: Buffer;
  readonly path: string;
  readonly file: BlockFile;
}

/** One file of a journal. It is written from its beginning on, each place once. */
export class Segment {
  readonly number: number;
  readonly startedAt = performance.now();
  readonly #key: Buffer;
  readonly #path: string;
  readonly #file: BlockFile;
  #bytes = 0;
  #isSynced = true;
  #syncing: Promise<void> | null = null;

  constructor({ number, key, path, file }: SegmentNeeds) {
    this.number = number;
    this.#key = key;
    this.#path = path;
    this.#file = file;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Behind the last. */
  async write(chunk: Buffer): Promise<void> {
    writeCheck(chunk, { key: this.#key, number: this.number, offset: this.#bytes });
    await this.#file.writeBlocks([chunk], this.#bytes);
    this.#bytes += chunk.length;
    // Also when it was synced meanwhile: this may not have been there then.
    this.#isSynced = false;
  }

  /** What was written before survives a loss of power once it returns. */
  async sync(): Promise<void> {
    await this.#syncing;
    if (this.#isSynced) return;
    this.#isSynced = true;
    this.#syncing = this.#file.datasync();
    await this.#syncing.finally(() => {
      this.#syncing = null;
    });
  }

  /** Nobody removes it here: it is to be replayed. */
  async leave(): Promise<void> {
    await this.sync();
    await this.#file.close();
  }

  /** Nobody needs what is in it. */
  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
    await this.#file.close();
  }
}
