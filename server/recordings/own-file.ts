import type { FileHandle } from 'node:fs/promises';
import type { Waiting } from './journal/waiting.ts';
import { writePieces } from './write-pieces.ts';

/** A recording's file on the disk, as far as it is written. */
export class OwnFile {
  readonly #handle: FileHandle;
  #writtenBytes: number;
  #isCut = false;

  /** Open for appending, at the end of a whole entry: its length now. */
  constructor(handle: FileHandle, bytes: number) {
    this.#handle = handle;
    this.#writtenBytes = bytes;
  }

  /** What was written whole. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** Whether a part of what comes next may be in it. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Writes these bytes, which are all that waits. */
  async write(waiting: Waiting, bytes: number): Promise<void> {
    // Behind what was written whole: a disk that is full takes a part.
    if (this.#isCut) await this.#handle.truncate(this.#writtenBytes);
    this.#isCut = true;
    await waiting.handOver((pieces) => writePieces(this.#handle, pieces, null));
    this.#writtenBytes += bytes;
    this.#isCut = false;
  }

  sync(): Promise<void> {
    return this.#handle.datasync();
  }

  /** Nothing up to this length is wanted any more. */
  giveUp(bytes: number): void {
    this.#writtenBytes = bytes;
    this.#isCut = false;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
