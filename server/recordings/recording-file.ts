import type { FileHandle } from 'node:fs/promises';
import {
  type EntryHead,
  entryHeadBytes,
  entryTypes,
  type RecordingEvent,
  writeEntryHead,
} from '../../protocol/recording.ts';
import { type Block, largestPieceBytes } from './journal/block.ts';
import type { Journal, Journaled } from './journal/journal.ts';
import { Pieces } from './journal/pieces.ts';
import { encodeId } from './journal/record.ts';
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

/** The file of a recording that goes on: takes entries without waiting. They are in the journal a moment later, on the disk within about a second, and here now and then. */
export class RecordingFile implements Journaled {
  readonly #needs: RecordingFileNeeds;
  readonly #id: Buffer;
  /** What the journal's blocks have for this file. */
  #waiting: Pieces;
  /** With what is being written. */
  #waitingBytes = 0;
  #waitingSince: number | null = null;
  #writtenSince: number | null = null;
  #takenBytes: number;
  #state: 'open' | 'failed' | 'closed' = 'open';
  /** Its own disk failed: nothing is written here any more. */
  #isBroken = false;
  #turn: Promise<void> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor(needs: RecordingFileNeeds) {
    this.#needs = needs;
    this.#id = encodeId(needs.id);
    this.#takenBytes = needs.bytes;
    this.#waiting = new Pieces(needs.journal.blocks);
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

  /** Has what it has taken in on the disk. Fine when it has failed before. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    do await this.settle();
    while (this.#waiting.count > 0);
    this.#state = 'closed';
    this.#needs.journal.remove(this);
    await this.#needs.handle.close();
  }

  #append(at: number, type: EntryHead['type'], payload: Uint8Array): void {
    if (this.#state !== 'open') return;
    const length = entryHeadBytes + payload.length;
    if (length > largestPieceBytes) {
      const entry = Buffer.alloc(length);
      writeEntryHead(entry, 0, { at, type, length: payload.length });
      entry.set(payload, entryHeadBytes);
      this.#appendLarge(entry);
      return;
    }
    const block = this.#blockFor(length);
    if (!block) return;
    const from = this.#begin(block, length);
    writeEntryHead(block.bytes, from, { at, type, length: payload.length });
    block.bytes.set(payload, from + entryHeadBytes);
    this.#took();
  }

  #appendLarge(entry: Buffer): void {
    for (let at = 0; at < entry.length; at += largestPieceBytes) {
      const piece = entry.subarray(at, at + largestPieceBytes);
      const block = this.#blockFor(piece.length);
      if (!block) return;
      block.bytes.set(piece, this.#begin(block, piece.length));
    }
    this.#took();
  }

  /** Null: there is no memory, and this has failed. */
  #blockFor(length: number): Block | null {
    const block = this.#needs.journal.blockFor(length);
    if (!block) this.#fail(new Error('The disk is slower than the recordings.'));
    return block;
  }

  /** Where in this block the next bytes of this file belong. */
  #begin(block: Block, length: number): number {
    const from = block.begin(this.#id, this.#takenBytes, length);
    this.#waiting.add(block, from);
    this.#waitingSince ??= this.#needs.journal.segmentNumber;
    this.#takenBytes += length;
    this.#waitingBytes += length;
    return from;
  }

  #took(): void {
    if (this.#waitingBytes > maxWaitingBytes) {
      this.#break(new Error('The disk is slower than the recording.'));
      return;
    }
    const isMuch = this.#waitingBytes >= flushAtBytes;
    if (isMuch || this.#waiting.count === 1) this.#needs.journal.waits(this, isMuch);
  }

  /** One thing after the other. */
  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(step).catch((error: unknown) => this.#break(error));
    return this.#turn;
  }

  async #write(): Promise<void> {
    const pieces = this.#waiting;
    if (pieces.count === 0) return;
    this.#waiting = new Pieces(this.#needs.journal.blocks);
    this.#writtenSince ??= this.#waitingSince;
    this.#waitingSince = null;
    try {
      this.#waitingBytes -= await writePieces(this.#needs.handle, pieces.bytes(), null);
    } finally {
      pieces.release();
    }
  }

  async #sync(): Promise<void> {
    if (this.#writtenSince === null || this.#isBroken) return;
    await this.#needs.handle.datasync();
    this.#writtenSince = null;
  }

  /** The file itself can't be written. */
  #break(cause: unknown): void {
    this.#isBroken = true;
    this.#waiting.release();
    this.#waitingSince = null;
    this.#writtenSince = null;
    this.#fail(cause);
  }

  #fail(cause: unknown): void {
    if (this.#state !== 'open') return;
    this.#state = 'failed';
    this.#needs.onFailed(isFull(cause) ? 'spool_full' : 'recording_unavailable', cause);
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
