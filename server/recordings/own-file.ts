import { type DirectFile, diskBlockBytes } from './direct-file.ts';
import type { Waiting } from './journal/waiting.ts';

/** A recording's file on the disk, as far as it is written. */
export class OwnFile {
  readonly #file: DirectFile;
  #writtenBytes: number;
  #isCut = false;
  /** From here on it may not be on the disk. Null: all that was written is. */
  #unsyncedFrom: number | null = null;

  /** At the end of a whole entry: its length now. */
  constructor(file: DirectFile, bytes: number) {
    this.#file = file;
    this.#writtenBytes = bytes;
  }

  /** What was written whole. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** What survives a loss of power. */
  get syncedBytes(): number {
    return this.#unsyncedFrom ?? this.#writtenBytes;
  }

  /** Whether a part of what comes next may be in it. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Writes what waits, up to this length: whole blocks, and what is before and behind them. */
  async write(waiting: Waiting, to: number): Promise<void> {
    const from = this.#writtenBytes;
    const first = Math.min(to, Math.ceil(from / diskBlockBytes) * diskBlockBytes);
    const last = Math.max(first, wholeBlocks(to));
    this.#isCut = true;
    if (from < first) await this.#write(waiting, from, first);
    if (first < last) {
      await this.#file.writeBlocks(waiting.between(first, last), first);
      if (!this.#file.syncsBlocks) this.#unsyncedFrom ??= first;
    }
    if (last < to) await this.#write(waiting, last, to);
    this.#writtenBytes = to;
    this.#isCut = false;
  }

  /** All that was written is on the disk then. */
  async sync(): Promise<void> {
    if (this.#unsyncedFrom === null) return;
    await this.#file.datasync();
    this.#unsyncedFrom = null;
  }

  /** Nothing up to this length is wanted any more. */
  giveUp(bytes: number): void {
    this.#writtenBytes = bytes;
    this.#isCut = false;
    this.#unsyncedFrom = null;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #write(waiting: Waiting, from: number, to: number): Promise<void> {
    await this.#file.write(waiting.between(from, to), from);
    this.#unsyncedFrom ??= from;
  }
}

/** So much of it is whole blocks. */
export const wholeBlocks = (bytes: number): number => Math.floor(bytes / diskBlockBytes) * diskBlockBytes;
