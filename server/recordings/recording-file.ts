import { setTimeout as wait } from 'node:timers/promises';
import { entryTypes, type RecordingEvent } from '../../protocol/recording.ts';
import type { DirectFile } from './direct-file.ts';
import { Intake } from './intake.ts';
import { isDiskFull } from './is-disk-full.ts';
import type { Journal, Journaled } from './journal/journal.ts';
import type { Waiting } from './journal/waiting.ts';
import { OwnFile, wholeBlocks } from './own-file.ts';

interface RecordingFileNeeds {
  readonly id: string;
  readonly own: DirectFile;
  /** Its length now, which is the end of a whole entry. */
  readonly bytes: number;
  /** Has what is taken in until it is on the disk here. */
  readonly journal: Journal;
  /** What the disk said, or that it can't keep up. Nothing is taken in after that. */
  readonly onFailed: (problem: 'spool_full' | 'recording_unavailable', cause: unknown) => void;
}

/** What one recording may have in memory for a disk that is slow. */
export const maxWaitingBytes = 16 * 1024 * 1024;
const flushAtBytes = 512 * 1024;
const triesEveryMs = 1000;

/** The file of a recording that goes on: takes entries without waiting. They are in the journal within about half a second, on the disk there, and here now and then. */
export class RecordingFile implements Journaled {
  readonly intake: Intake;
  readonly #journal: Journal;
  #state: 'open' | 'failed' | 'closed' = 'open';
  /** Before it is this long, whoever has to know of it does. */
  #restsUntil = 0;
  /** So much of it is in the file, or is being written now. */
  #givenBytes: number;
  readonly #needs: RecordingFileNeeds;
  readonly #own: OwnFile;
  readonly #waiting: Waiting;
  /** Its own disk failed: nothing is written here any more. */
  #isBroken = false;
  #turn: Promise<void> = Promise.resolve();
  #closing: Promise<boolean> | null = null;
  #isLeft = false;
  readonly #left = Promise.withResolvers<void>();

  constructor(needs: RecordingFileNeeds) {
    this.#journal = needs.journal;
    const { number, waiting } = needs.journal.add(this, needs);
    this.#waiting = waiting;
    this.intake = new Intake({
      incoming: needs.journal.incoming,
      number,
      slot: waiting.slot,
      bytes: needs.bytes,
      file: { grown: (bytes) => this.#grown(bytes), overrun: () => this.#fail() },
    });
    this.#givenBytes = needs.bytes;
    this.#own = new OwnFile(needs.own, needs.bytes);
    this.#needs = needs;
  }

  /** With what has been taken in and is not written yet. */
  get bytes(): number {
    return this.intake.bytes;
  }

  get syncedBytes(): number {
    return this.#own.syncedBytes;
  }

  /** Copies the frame. */
  appendFrame(at: number, frame: Uint8Array): void {
    this.intake.append(at, entryTypes.frame, frame);
  }

  appendEvent(event: RecordingEvent): void {
    this.intake.append(event.at, entryTypes.event, Buffer.from(JSON.stringify(event)));
  }

  flush(): Promise<void> {
    // The rest of a block can wait for more.
    return this.#inTurn(() => this.#write(wholeBlocks(this.bytes)));
  }

  settle(to = Number.POSITIVE_INFINITY): Promise<void> {
    return this.#inTurn(async () => {
      // What is behind it can wait for more, unless there is something to be written before it.
      if (this.#own.writtenBytes < Math.min(to, this.bytes)) await this.#write(this.bytes);
      if (this.#own.syncedBytes < Math.min(to, this.#own.writtenBytes)) await this.#own.sync();
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
    while (this.#waitingBytes > 0 && !this.#isLeft) {
      if (this.#own.isCut) await Promise.race([wait(triesEveryMs), this.#left.promise]);
      await this.settle();
    }
    this.#state = 'closed';
    this.intake.close();
    const isWhole = this.#waitingBytes === 0;
    if (isWhole) this.#journal.remove(this);
    await this.#own.close();
    return isWhole;
  }

  /** With what is being written. */
  get #waitingBytes(): number {
    return this.bytes - this.#own.writtenBytes;
  }

  #grown(bytes: number): number {
    const muchAt = this.#givenBytes + flushAtBytes;
    if (bytes < this.#restsUntil) return this.#restsUntil;
    if (this.#waitingBytes > maxWaitingBytes) this.#giveUp();
    else this.#journal.waits(this, bytes >= muchAt);
    this.#restsUntil = muchAt;
    return muchAt;
  }

  /** What comes next is the first that waits. */
  #restart(): void {
    this.#restsUntil = 0;
    this.intake.wake();
  }

  /** One thing after the other. */
  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(step).catch((error: unknown) => this.#break(error));
    return this.#turn;
  }

  /** Writes what is before this place in the file. */
  async #write(to: number): Promise<void> {
    if (this.#isBroken) this.#drop();
    this.#restart();
    this.#givenBytes = this.bytes;
    if (to <= this.#own.writtenBytes) return;
    this.#journal.sortOut();
    await this.#own.write(this.#waiting, to);
    this.#waiting.letGo(to);
  }

  /** What is written now has to come back before the memory goes. */
  #giveUp(): void {
    this.#isBroken = true;
    this.#fail();
    void this.#inTurn(async () => this.#drop());
  }

  /** The file itself can't be written. */
  #break(cause: unknown): void {
    // There may be room again, and until then the journal has it.
    if (isDiskFull(cause)) {
      this.#journal.wantRoom();
    } else {
      this.#isBroken = true;
      this.#drop();
    }
    this.#fail(cause);
  }

  #drop(): void {
    this.#waiting.drop();
    this.#givenBytes = this.bytes;
    this.#own.giveUp(this.bytes);
  }

  #fail(cause: unknown = new Error('The disk is slower than the recordings.')): void {
    if (this.#state !== 'open') return;
    this.#state = 'failed';
    this.intake.close();
    this.#needs.onFailed(isDiskFull(cause) ? 'spool_full' : 'recording_unavailable', cause);
  }
}
