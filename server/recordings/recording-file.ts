import type { FileHandle } from 'node:fs/promises';
import { entryHead, entryTypes, type RecordingEvent } from '../../protocol/recording.ts';

interface RecordingFileNeeds {
  /** Open for appending, at the end of a whole entry. */
  readonly handle: FileHandle;
  /** Its length now. */
  readonly bytes: number;
  /** What the disk said, or that it can't keep up. Nothing is taken in after that. */
  readonly onFailed: (problem: 'spool_full' | 'recording_unavailable', cause: unknown) => void;
}

/** What may wait in memory for a disk that is slow. */
export const maxWaitingBytes = 16 * 1024 * 1024;
const writeAtBytes = 256 * 1024;
const writeAfterMs = 250;
const syncEveryMs = 1000;

/** The file of a recording that goes on: takes entries without waiting, writes them a quarter of a second later, and has them on the disk within about a second. */
export class RecordingFile {
  readonly #needs: RecordingFileNeeds;
  #pieces: Uint8Array[] = [];
  /** Of the pieces, and of those being written. */
  #waitingBytes = 0;
  #takenBytes: number;
  #state: 'open' | 'failed' | 'closed' = 'open';
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #syncedAt = 0;
  #isSynced = true;

  constructor(needs: RecordingFileNeeds) {
    this.#needs = needs;
    this.#takenBytes = needs.bytes;
  }

  /** With what has been taken in and is not written yet. */
  get bytes(): number {
    return this.#takenBytes;
  }

  /** Keeps the frame's memory until it is written; nobody may change it. */
  appendFrame(at: number, frame: Uint8Array): void {
    this.#append(entryHead({ at, type: entryTypes.frame }, frame.length), frame);
  }

  appendEvent(event: RecordingEvent): void {
    const payload = Buffer.from(JSON.stringify(event));
    this.#append(entryHead({ at: event.at, type: entryTypes.event }, payload.length), payload);
  }

  /** Writes what it has taken in, to the disk. Fine when it has failed before. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#writing;
    if (this.#state === 'open') await this.#write(true);
    this.#state = 'closed';
    await this.#needs.handle.close();
  }

  #append(head: Uint8Array, payload: Uint8Array): void {
    if (this.#state !== 'open') return;
    this.#pieces.push(head, payload);
    this.#takenBytes += head.length + payload.length;
    this.#waitingBytes += head.length + payload.length;
    if (this.#waitingBytes > maxWaitingBytes) {
      this.#fail('recording_unavailable', new Error('The disk is slower than the recording.'));
      return;
    }
    if (this.#waitingBytes > writeAtBytes && !this.#writing) this.#begin();
    else this.#timer ??= setTimeout(() => this.#begin(), writeAfterMs);
  }

  #begin(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#writing || this.#state !== 'open') return;
    this.#writing = this.#write(false).finally(() => {
      this.#writing = null;
      if (this.#state !== 'open' || (this.#pieces.length === 0 && this.#isSynced)) return;
      this.#timer ??= setTimeout(() => this.#begin(), writeAfterMs);
    });
  }

  async #write(andSync: boolean): Promise<void> {
    const { handle } = this.#needs;
    try {
      while (this.#pieces.length > 0 && this.#state === 'open') {
        const pieces = this.#pieces;
        this.#pieces = [];
        const bytes = lengthOf(pieces);
        this.#isSynced = false;
        await writeAll(handle, pieces, bytes);
        this.#waitingBytes -= bytes;
      }
      if (this.#isSynced || (!andSync && performance.now() - this.#syncedAt < syncEveryMs)) return;
      this.#isSynced = true;
      this.#syncedAt = performance.now();
      await handle.datasync();
    } catch (error) {
      this.#fail(isFull(error) ? 'spool_full' : 'recording_unavailable', error);
    }
  }

  #fail(problem: 'spool_full' | 'recording_unavailable', cause: unknown): void {
    if (this.#state !== 'open') return;
    this.#state = 'failed';
    this.#pieces = [];
    this.#needs.onFailed(problem, cause);
  }
}

const lengthOf = (pieces: readonly Uint8Array[]): number =>
  pieces.reduce((sum, { length }) => sum + length, 0);

const writeAll = async (handle: FileHandle, pieces: Uint8Array[], bytes: number): Promise<void> => {
  const { bytesWritten } = await handle.writev(pieces);
  // A disk takes less than it was given when it is nearly full; the rest says so.
  if (bytesWritten < bytes) await handle.appendFile(Buffer.concat(pieces).subarray(bytesWritten));
};

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
