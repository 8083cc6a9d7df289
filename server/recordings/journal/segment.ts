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

  constructor({ number, key, path, file }: SegmentNeeds) {
    this.number = number;
    this.#key = key;
    this.#path = path;
    this.#file = file;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Behind the last. They survive a loss of power once this returns. */
  async write(chunks: readonly Buffer[]): Promise<void> {
    let end = this.#bytes;
    for (const chunk of chunks) {
      writeCheck(chunk, { key: this.#key, number: this.number, offset: end });
      end += chunk.length;
    }
    await this.#file.writeBlocks(chunks, this.#bytes);
    if (!this.#file.syncsBlocks) await this.#file.datasync();
    this.#bytes = end;
  }

  /** Nobody removes it here: it is to be replayed. */
  leave(): Promise<void> {
    return this.#file.close();
  }

  /** Nobody needs what is in it. */
  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
    await this.#file.close();
  }
}
