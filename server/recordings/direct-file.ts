import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { writePieces } from './write-pieces.ts';

/** What goes past the system's cache begins and ends at multiples of this, in the file as in memory. */
export const diskBlockBytes = 4096;

/** What a journal needs of a segment's file. */
export interface BlockFile {
  /** Whether whole blocks survive a loss of power as soon as they are written. */
  readonly syncsBlocks: boolean;
  /** Whole blocks, of memory in which they begin at multiples of `diskBlockBytes`, to a place that is one as well. */
  writeBlocks(pieces: readonly Uint8Array[], position: number): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A file whose whole blocks go past the system's cache (`O_DIRECT`) and are synced as they are written (`O_DSYNC`), where its file system and
 * its disk can do that. A page of the cache costs several times what the write does, and pushes out what somebody reads: nobody reads what is
 * recorded until it is over. And to sync by itself, which a process does seldom, costs it more than the sync: it has to fetch the code for it
 * from memory again.
 */
export class DirectFile implements BlockFile {
  readonly #plain: FileHandle;
  #direct: FileHandle | null;

  /** `direct`: the same file, past the cache, and synced with each write (`O_DSYNC`). */
  constructor(plain: FileHandle, direct: FileHandle | null = null) {
    this.#plain = plain;
    this.#direct = direct;
  }

  get syncsBlocks(): boolean {
    return this.#direct !== null;
  }

  async writeBlocks(pieces: readonly Uint8Array[], position: number): Promise<void> {
    if (!this.#direct) return this.write(pieces, position);
    try {
      await writePieces(this.#direct, pieces, position);
    } catch (error) {
      if (!isInvalid(error)) throw error;
      await this.#goWithout(this.#direct);
      await this.write(pieces, position);
    }
  }

  /** Any bytes to any place. */
  async write(pieces: readonly Uint8Array[], position: number): Promise<void> {
    await writePieces(this.#plain, pieces, position);
  }

  /** For all that was written, whichever way. */
  datasync(): Promise<void> {
    return this.#plain.datasync();
  }

  async close(): Promise<void> {
    await this.#direct?.close();
    await this.#plain.close();
  }

  /** A disk's blocks may be larger than most. */
  async #goWithout(direct: FileHandle): Promise<void> {
    this.#direct = null;
    await direct.close();
  }
}

/** @throws what `open` does. */
export const openDirectFile = async (path: string, flags: string | number): Promise<DirectFile> => {
  const plain = await open(path, flags, 0o600);
  try {
    return new DirectFile(plain, await openDirect(path));
  } catch (error) {
    await plain.close();
    throw error;
  }
};

/** Null: it can't be done here. */
const openDirect = async (path: string): Promise<FileHandle | null> => {
  // Not every system has them, whatever the types say.
  const { O_WRONLY, O_DIRECT = 0, O_DSYNC = 0 } = constants;
  if (O_DIRECT === 0 || O_DSYNC === 0) return null;
  try {
    return await open(path, O_WRONLY | O_DIRECT | O_DSYNC);
  } catch (error) {
    if (isInvalid(error)) return null;
    throw error;
  }
};

const isInvalid = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EINVAL';
