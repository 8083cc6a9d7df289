import type { Block } from './block.ts';
import { Blocks } from './blocks.ts';
import { type Flushed, FlushQueue } from './flush-queue.ts';
import { Incoming } from './incoming.ts';
import { Memory } from './memory.ts';
import { Names } from './names.ts';
import { Pages } from './pages.ts';
import { recordHeadBytes } from './record.ts';
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
/** So much is taken in without asking for room again, where there is some. */
const atOnceBytes = 16 * 1024;
const writeAfterMs = 500;
/** Or when so many blocks are full. */
const fullBlocks = 4;

/**
 * Where entries of all recordings of this process go first: many at a time, twice a second, and on the disk with that. Each
 * recording's own file gets them later and in larger pieces; a segment goes once all of it is on the disk there.
 */
export class Journal {
  readonly memory: Memory;
  /** Where all entries come in. */
  readonly incoming: Incoming;
  /** Where entries wait for the recordings' own files. */
  readonly #pages: Pages;
  readonly #sorting: Sorting;
  /** Where they are before that, of all recordings as they came. */
  readonly #blocks: Blocks;
  readonly #queue: FlushQueue;
  readonly #files = new Map<Journaled, Place>();
  readonly #names: Names;
  readonly #segments: Segments;
  #block: Block | null = null;
  /** Not written to their ends. */
  #full: Block[] = [];
  /** Of those that were taken in, how many are not in blocks alone. */
  #sortedRecords = 0;
  #writeTimer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;

  constructor(needs: JournalNeeds) {
    const { maxWaitingBytes = 512 * MiB, flushAfterMs = 80_000 } = needs;
    const memory = new Memory(maxWaitingBytes);
    this.memory = memory;
    this.incoming = new Incoming({ memory, makeRoom: (bytes) => this.#makeRoom(bytes) });
    this.#names = new Names(memory);
    this.#pages = new Pages(memory);
    this.#sorting = new Sorting(memory, this.#pages);
    this.#blocks = new Blocks(memory, this.#sorting);
    this.#queue = new FlushQueue({ afterMs: flushAfterMs, memory: this.#pages });
    this.#segments = new Segments(needs, { files: this.#files, names: this.#names });
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
    for (const block of this.#full) block.sortOut();
    this.#filled()?.sortOut();
    this.#sortedRecords = this.incoming.records;
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

  /** For one record of so many bytes, which are written soon. False: no memory is left, because the disk is too slow. */
  #makeRoom(bytes: number): boolean {
    // What is sorted out needs less than what may have to be.
    if (!this.#hasRoomFor(bytes, 1)) this.sortOut();
    if (!this.#hasRoomFor(bytes, 1)) return false;
    const block = this.#filled()?.hasRoomFor(bytes) ? this.#block : this.#nextBlock();
    if (!block) return false;
    this.#writeSoon();
    const isRoomy = this.#hasRoomFor(atOnceBytes, atOnceBytes / recordHeadBytes);
    const size = Math.max(recordHeadBytes + bytes, isRoomy ? atOnceBytes : 0);
    this.incoming.goOn(block.filled, Math.min(block.filled + size, block.end));
    return true;
  }

  /** Whether so much has room in pages, with what is in blocks alone. */
  #hasRoomFor(bytes: number, records: number): boolean {
    const waiting = this.incoming.records - this.#sortedRecords;
    let waitingBytes = this.#filled()?.unsortedBytes ?? 0;
    for (const block of this.#full) waitingBytes += block.unsortedBytes;
    return this.#pages.hasRoomFor(waitingBytes - waiting * recordHeadBytes + bytes, waiting + records);
  }

  /** The block that is being filled, as far as it is. */
  #filled(): Block | null {
    this.#block?.fillTo(this.incoming.filled);
    return this.#block;
  }

  #nextBlock(): Block | null {
    const block = this.#blocks.take();
    if (!block) return null;
    const full = this.#filled();
    this.#block = block;
    this.incoming.goOn(block.filled, block.filled);
    if (full) {
      this.#full.push(full);
      if (this.#isMuch) this.#write();
    }
    return block;
  }

  /** Whether so much is in blocks that it is written at once. */
  get #isMuch(): boolean {
    return this.#full.length >= Math.min(fullBlocks, Math.ceil(this.memory.blocks / 8));
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
      this.sortOut();
      const full = this.#full;
      this.#full = [];
      try {
        const current = this.#filled();
        const chunks = [...full, ...(current ? [current] : [])].flatMap((block) => block.takeChunk() ?? []);
        // Behind it; and what comes next has to be written, too.
        if (current) this.incoming.goOn(current.filled, current.filled);
        if (chunks.length > 0) await this.#writeChunks(chunks);
      } finally {
        for (const block of full) this.#blocks.giveBack(block);
      }
    } while (this.#isMuch);
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
    this.sortOut();
    for (const block of this.#full) this.#blocks.giveBack(block);
    if (this.#block) this.#blocks.giveBack(this.#block);
    this.#full = [];
    this.#block = null;
    this.incoming.stop();
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
