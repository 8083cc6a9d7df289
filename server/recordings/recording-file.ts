import type { FileHandle } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type EntryHead,
  entryHead,
  entryHeadBytes,
  entryTypes,
  type RecordingEvent,
  writeEntryHead,
} from '../../protocol/recording.ts';
import { type Block, largestPieceBytes } from './journal/block.ts';
import type { Journal, Journaled } from './journal/journal.ts';
import { encodeId } from './journal/record.ts';
import { Waiting } from './waiting.ts';
import { writePieces } from './write-pieces.ts';

interface RecordingFileNeeds {
  readonly id: string;
  /** Open for appending, at the end of a whole entry. */
  readonly handle: FileHandle;
  /** Its length now. */
  readonly bytes: number;
  /** Has what is taken in until it is on the disk here. */
  readonly journal: Journal;
  /** What the disk said, or that it can't keep up. Nothing is taken in after that. */
  readonly onFailed: (problem: 'spool_full' | 'recording_unavailable', cause: unknown) => void;
}

/** What one recording may have in memory for a disk that is slow. */
export const maxWaitingBytes = 16 * 1024 * 1024;
const flushAtBytes = 256 * 1024;
const triesEveryMs = 1000;

/** The file of a recording that goes on: takes entries without waiting. They are in the journal a moment later, on the disk within about a second, and here now and then. */
export class RecordingFile implements Journaled {
  readonly #needs: RecordingFileNeeds;
  readonly #journal: Journal;
  readonly #id: Buffer;
  /** With what is being written. */
  readonly #waiting: Waiting;
  /** Of it, what is written at this moment, or could not be. */
  #writingBytes = 0;
  #waitingSince: number | null = null;
  #writtenSince: number | null = null;
  #takenBytes: number;
  #queued: 'no' | 'yes' | 'next' = 'no';
  #state: 'open' | 'failed' | 'closed' = 'open';
  /** Its own disk failed: nothing is written here any more. */
  #isBroken = false;
  #turn: Promise<void> = Promise.resolve();
  #closing: Promise<boolean> | null = null;
  #isLeft = false;
  readonly #left = Promise.withResolvers<void>();

  constructor(needs: RecordingFileNeeds) {
    this.#needs = needs;
    this.#journal = needs.journal;
    this.#id = encodeId(needs.id);
    this.#takenBytes = needs.bytes;
    this.#waiting = new Waiting(needs.journal.pages);
    needs.journal.add(this);
  }

  /** With what has been taken in and is not written yet. */
  get bytes(): number {
    return this.#takenBytes;
  }

  get unsyncedSince(): number | null {
    return this.#writtenSince ?? this.#waitingSince;
  }

  /** Copies the frame. */
  appendFrame(at: number, frame: Uint8Array): void {
    this.#append(at, entryTypes.frame, frame);
  }

  appendEvent(event: RecordingEvent): void {
    this.#append(event.at, entryTypes.event, Buffer.from(JSON.stringify(event)));
  }

  flush(): Promise<void> {
    this.#queued = 'no';
    return this.#inTurn(() => this.#write());
  }

  settle(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#write();
      await this.#sync();
    });
  }

  journalFailed(cause: unknown): void {
    this.#fail(cause);
  }

  /** Has what it has taken in on the disk; where that is full, once there is room. Fine when it has failed before. False: it was left. */
  close(): Promise<boolean> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The process ends: what the disk has no room for now is left to the journal. */
  leave(): Promise<boolean> {
    this.#isLeft = true;
    this.#left.resolve();
    return this.close();
  }

  async #close(): Promise<boolean> {
    await this.settle();
    while (this.#waiting.bytes > 0 && !this.#isLeft) {
      if (this.#writingBytes > 0) await Promise.race([wait(triesEveryMs), this.#left.promise]);
      await this.settle();
    }
    this.#state = 'closed';
    const isWhole = this.#waiting.bytes === 0;
    if (isWhole) this.#journal.remove(this);
    await this.#needs.handle.close();
    return isWhole;
  }

  #append(at: number, type: EntryHead['type'], payload: Uint8Array): void {
    if (this.#state !== 'open') return;
    const length = entryHeadBytes + payload.length;
    if (length > largestPieceBytes) {
      if (!this.#journalLarge(at, type, payload)) return;
    } else {
      const block = this.#blockFor(length);
      if (!block) return;
      const from = block.begin(this.#id, this.#takenBytes, length);
      writeEntryHead(block.bytes, from, { at, type, length: payload.length });
      block.bytes.set(payload, from + entryHeadBytes);
    }
    this.#waitingSince ??= this.#journal.segmentNumber;
    if (this.#waiting.append(at, type, payload)) this.#took(length);
    else this.#fail(slow());
  }

  /** In several records. False: there is no memory, and this has failed. */
  #journalLarge(at: number, type: EntryHead['type'], payload: Uint8Array): boolean {
    const entry = Buffer.concat([entryHead({ at, type }, payload.length), payload]);
    for (let from = 0; from < entry.length; from += largestPieceBytes) {
      const piece = entry.subarray(from, from + largestPieceBytes);
      const block = this.#blockFor(piece.length);
      if (!block) return false;
      block.bytes.set(piece, block.begin(this.#id, this.#takenBytes + from, piece.length));
    }
    return true;
  }

  #blockFor(length: number): Block | null {
    const block = this.#journal.blockFor(length);
    if (!block) this.#fail(slow());
    return block;
  }

  #took(length: number): void {
    this.#takenBytes += length;
    const { bytes } = this.#waiting;
    if (bytes > maxWaitingBytes) this.#giveUp();
    else if (bytes - this.#writingBytes >= flushAtBytes) this.#queue('next');
    else if (this.#queued === 'no') this.#queue('yes');
  }

  #queue(queued: 'yes' | 'next'): void {
    if (this.#queued === queued) return;
    this.#queued = queued;
    this.#journal.waits(this, queued === 'next');
  }

  /** One thing after the other. */
  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(step).catch((error: unknown) => this.#break(error));
    return this.#turn;
  }

  async #write(): Promise<void> {
    if (this.#isBroken) this.#drop();
    const { bytes } = this.#waiting;
    if (bytes === 0) return;
    const { handle } = this.#needs;
    // Behind what was written whole: a disk that is full takes a part.
    if (this.#writingBytes > 0) await handle.truncate(this.#takenBytes - bytes);
    this.#writingBytes = bytes;
    this.#writtenSince ??= this.#waitingSince;
    this.#waitingSince = null;
    await writePieces(handle, this.#waiting.pieces(), null);
    this.#waiting.drop(bytes);
    this.#writingBytes = 0;
  }

  async #sync(): Promise<void> {
    if (this.#writtenSince === null || this.#writingBytes > 0) return;
    await this.#needs.handle.datasync();
    this.#writtenSince = null;
  }

  /** What is written now has to come back before the memory goes. */
  #giveUp(): void {
    this.#isBroken = true;
    this.#fail(slow());
    void this.#inTurn(async () => this.#drop());
  }

  /** The file itself can't be written. */
  #break(cause: unknown): void {
    // There may be room again, and until then the journal has it.
    if (isFull(cause)) this.#journal.wantRoom();
    else {
      this.#isBroken = true;
      this.#drop();
    }
    this.#fail(cause);
  }

  #drop(): void {
    this.#waiting.drop(this.#waiting.bytes);
    this.#writingBytes = 0;
    this.#waitingSince = null;
    this.#writtenSince = null;
  }

  #fail(cause: unknown): void {
    if (this.#state !== 'open') return;
    this.#state = 'failed';
    this.#needs.onFailed(isFull(cause) ? 'spool_full' : 'recording_unavailable', cause);
  }
}

const slow = () => new Error('The disk is slower than the recordings.');

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
