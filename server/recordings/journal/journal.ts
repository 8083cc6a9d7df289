import { Filling } from './filling.ts';
import { type Flushed, FlushQueue } from './flush-queue.ts';
import type { Incoming } from './incoming.ts';
import { Memory } from './memory.ts';
import { Names } from './names.ts';
import { Pages } from './pages.ts';
import { Segments, type SegmentsNeeds, type Settled } from './segments.ts';
import { Sorting } from './sorting.ts';
import type { Waiting } from './waiting.ts';

/** A recording's file, whose entries a journal has until they are on the disk there. */
export interface Journaled extends Flushed, Settled {
  /** What comes from now on would not survive. */
  journalFailed(cause: unknown): void;
}

/** What a recording has in a journal. */
interface Place {
  /** Its records have it. */
  readonly number: number;
  /** What its own file does not have yet, once it is sorted out. */
  readonly waiting: Waiting;
}

interface JournalNeeds extends SegmentsNeeds {
  /** What may wait in memory, of all recordings together: a quarter of it for the journal, and 64 MiB at most, the rest for their own files. */
  readonly maxWaitingBytes?: number;
  /** How long an entry is in the journal alone, where memory suffices. */
  readonly flushAfterMs?: number;
}

const MiB = 1024 * 1024;
const writeAfterMs = 500;

/**
 * Where entries of all recordings of this process go first: many at a time, twice a second, and on the disk with that. Each
 * recording's own file gets them later and in larger pieces; a segment goes once all of it is on the disk there.
 */
export class Journal {
  readonly memory: Memory;
  /** Where entries wait for the recordings' own files. */
  readonly #pages: Pages;
  readonly #sorting: Sorting;
  /** Where they are before that, of all recordings as they came. */
  readonly #filling: Filling;
  readonly #queue: FlushQueue;
  readonly #files = new Map<Journaled, Place>();
  readonly #names: Names;
  readonly #segments: Segments;
  #writeTimer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;

  constructor(needs: JournalNeeds) {
    const { maxWaitingBytes = 512 * MiB, flushAfterMs = 80_000 } = needs;
    const memory = new Memory(maxWaitingBytes);
    this.memory = memory;
    this.#names = new Names(memory);
    this.#pages = new Pages(memory);
    this.#sorting = new Sorting(memory, this.#pages);
    this.#filling = new Filling({
      memory,
      pages: this.#pages,
      sorting: this.#sorting,
      onFilled: (isMuch) => this.#filled(isMuch),
    });
    this.#queue = new FlushQueue({ afterMs: flushAfterMs, memory: this.#pages });
    this.#segments = new Segments(needs, { files: this.#files, names: this.#names });
  }

  /** Where all entries come in. */
  get incoming(): Incoming {
    return this.#filling.incoming;
  }

  /** What is taken in now is in this segment, or in a later one. */
  get segmentNumber(): number {
    return this.#segments.number;
  }

  /** Whether segments of this name are its own. */
  isCalled(name: string): boolean {
    return this.#segments.journal === name;
  }

  /** `bytes`: its length now. */
  add(file: Journaled, { id, bytes }: { readonly id: string; readonly bytes: number }): Place {
    const place = { number: this.#names.give(id), waiting: this.#sorting.add(bytes) };
    this.#files.set(file, place);
    this.#filling.askAgain();
    return place;
  }

  /** Everything of it is on the disk in its own file, or has failed. */
  remove(file: Journaled): void {
    const place = this.#files.get(file);
    if (!place) return;
    this.sortOut();
    this.#sorting.remove(place.waiting);
    this.#names.forget(place.number);
    this.#files.delete(file);
    this.#queue.leave(file);
    if (this.#files.size === 0) this.#inBackground(this.#rest());
  }

  /** Has all that was taken in where each recording has its own. */
  sortOut(): void {
    this.#filling.sortOut();
  }

  /** This file has something to be written; `isMuch`: it should not wait for more. */
  waits(file: Journaled, isMuch: boolean): void {
    if (isMuch) this.#queue.hurry(file);
    else this.#queue.enter(file);
  }

  /** A file's disk is full. */
  wantRoom(): void {
    this.#segments.hurry();
  }

  /** Every few seconds: so that what is old goes where little is recorded, too. */
  async tidy(): Promise<void> {
    if (!this.#writing && this.#segments.isOver) this.#segments.close();
    await this.#segments.settle();
  }

  /** Its files are closed before. Nothing is left of it but what these could not write. */
  async close(): Promise<void> {
    this.#queue.close();
    if (this.#files.size === 0) await this.#rest();
    else await this.#writeRest();
    await this.#segments.release();
  }

  #filled(isMuch: boolean): void {
    if (isMuch) this.#write();
    this.#writeSoon();
  }

  #writeSoon(): void {
    this.#writeTimer ??= setTimeout(() => this.#write(), writeAfterMs);
  }

  #write(): void {
    this.#stopWriteTimer();
    // It takes full blocks along that come meanwhile, and nothing else: so that a write is worth it.
    if (this.#writing) {
      this.#writeSoon();
      return;
    }
    this.#writing = this.#writeAll()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#writing = null;
        if (this.#files.size === 0) this.#inBackground(this.#rest());
      });
  }

  async #writeAll(): Promise<void> {
    do {
      const taken = this.#filling.take();
      try {
        if (taken.chunks.length > 0) await this.#writeChunks(taken.chunks);
      } finally {
        this.#filling.giveBack(taken);
      }
    } while (this.#filling.isMuch);
  }

  async #writeChunks(chunks: readonly Buffer[]): Promise<void> {
    await this.#segments.write(chunks);
    if (!this.#segments.isOver) return;
    this.#segments.close();
    this.#inBackground(this.#segments.settle());
  }

  /** Nobody has anything in it any more: what is not written yet need not be, and what is can go. */
  async #rest(): Promise<void> {
    this.#stopWriteTimer();
    while (this.#writing) await this.#writing;
    if (this.#files.size > 0) return this.#writeSoon();
    this.#filling.empty();
    this.#segments.close();
    await this.#segments.settle();
  }

  /** The process ends, and this is the only place where some of it is. */
  async #writeRest(): Promise<void> {
    this.#stopWriteTimer();
    while (this.#writing) await this.#writing;
    this.#write();
    await this.#writing;
    this.#stopWriteTimer();
  }

  #stopWriteTimer(): void {
    if (this.#writeTimer) clearTimeout(this.#writeTimer);
    this.#writeTimer = null;
  }

  #fail(cause: unknown): void {
    // After what may be half a chunk nothing more is read.
    this.#segments.close();
    this.#segments.hurry();
    for (const file of this.#files.keys()) file.journalFailed(cause);
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.#fail(error));
  }
}
