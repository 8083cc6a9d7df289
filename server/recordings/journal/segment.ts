import { type FileHandle, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { spoolDisk } from '../../artifacts/spool-disk.ts';
import { writePieces } from '../write-pieces.ts';

export type OpenSegmentFile = (path: string) => Promise<FileHandle>;

interface SegmentNeeds {
  readonly number: number;
  readonly path: string;
  readonly handle: FileHandle;
}

/** One file of a journal. It is only ever written at its end, and removed whole. */
export class Segment {
  readonly number: number;
  readonly startedAt = performance.now();
  readonly #path: string;
  readonly #handle: FileHandle;
  #bytes = 0;
  #isSynced = true;
  #syncing: Promise<void> | null = null;

  constructor({ number, path, handle }: SegmentNeeds) {
    this.number = number;
    this.#path = path;
    this.#handle = handle;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(chunks: readonly Buffer[]): Promise<void> {
    this.#isSynced = false;
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

  async remove(): Promise<void> {
    await this.#handle.close();
    await rm(this.#path, { force: true });
  }
}

/** A new file, whose name survives a loss of power. */
export const createSegmentFile: OpenSegmentFile = async (path) => {
  const handle = await open(path, 'ax', 0o600);
  await spoolDisk.syncFolder(dirname(path));
  return handle;
};
