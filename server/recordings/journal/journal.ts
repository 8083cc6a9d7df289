import { join } from 'node:path';
import { randomId } from '../../crypto/random.ts';
import type { Block } from './block.ts';
import { Blocks } from './blocks.ts';
import { type Claim, claimJournal } from './claim-journal.ts';
import { type Flushed, FlushQueue } from './flush-queue.ts';
import { createSegmentFile, type OpenSegmentFile, Segment } from './segment.ts';

/** A recording's file, whose entries a journal has until they are on the disk there. */
export interface Journaled extends Flushed {
  /** The first segment that has something that is not on the disk in the file itself; null: there is none. */
  readonly unsyncedSince: number | null;
  /** Has everything on the disk, or has failed. It never rejects. */
  settle(): Promise<void>;
  /** What comes from now on would not survive. */
  journalFailed(cause: unknown): void;
}

interface JournalNeeds {
  /** Is there, and belongs to journals alone. */
  readonly folder: string;
  /** What may wait in memory, of all recordings together. */
  readonly maxWaitingBytes?: number;
  /** How long an entry is in the journal alone, where memory suffices. */
  readonly flushAfterMs?: number;
  readonly segmentBytes?: number;
  readonly openSegmentFile?: OpenSegmentFile;
}

const MiB = 1024 * 1024;
const writeAfterMs = 100;
const syncEveryMs = 1000;
const segmentMs = 30_000;

/**
 * Where entries of all recordings of this process go first: written many at a time, and on the disk within about a second. Each
 * recording's own file gets them later and in larger pieces; a segment goes once all of it is on the disk there.
 */
export class Journal {
  readonly #needs: JournalNeeds;
  readonly #segmentBytes: number;
  /** Where what waits is. */
  readonly blocks: Blocks;
  readonly #queue: FlushQueue;
  readonly #files = new Set<Journaled>();
  #claimed: { readonly name: string; readonly claim: Claim } | null = null;
  #block: Block | null = null;
  /** Not written to their ends. */
  #full: Block[] = [];
  /** Of the segment that is written, or that is written next. */
  #number = 1;
  #segment: Segment | null = null;
  /** Not written to any more, the oldest first. */
  readonly #closed: Segment[] = [];
  #writeTimer: NodeJS.Timeout | null = null;
  #syncTimer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #settling: Promise<void> | null = null;

  constructor(needs: JournalNeeds) {
    const { maxWaitingBytes = 64 * MiB, flushAfterMs = 10_000, segmentBytes = 64 * MiB } = needs;
    this.#needs = needs;
    this.#segmentBytes = segmentBytes;
    this.blocks = new Blocks(maxWaitingBytes);
    this.#queue = new FlushQueue({ afterMs: flushAfterMs, isPressed: () => this.blocks.areScarce });
  }

  /** What is taken in now is in this segment, or in a later one. */
  get segmentNumber(): number {
    return this.#number;
  }

  add(file: Journaled): void {
    this.#files.add(file);
  }

  /** Everything of it is on the disk in its own file, or has failed. */
  remove(file: Journaled): void {
    this.#files.delete(file);
    this.#queue.leave(file);
    if (this.#files.size === 0) this.#inBackground(this.#rest());
  }

  /** Memory for one record of so many bytes, which are written soon. Null: there is none left, because the disk is too slow. */
  blockFor(bytes: number): Block | null {
    this.#writeSoon();
    if (this.#block?.hasRoomFor(bytes)) return this.#block;
    const next = this.blocks.take();
    if (!next) return null;
    if (this.#block) {
      this.#full.push(this.#block);
      this.#write();
    }
    this.#block = next;
    return next;
  }

  /** This file has something to be written; `isMuch`: it should not wait for more. */
  waits(file: Journaled, isMuch: boolean): void {
    if (isMuch) this.#queue.hurry(file);
    else this.#queue.enter(file);
  }

  /** Every few seconds: so that what is old goes where little is recorded, too. */
  async tidy(): Promise<void> {
    if (!this.#writing && this.#segment && this.#isOver(this.#segment)) this.#rotate();
    await this.#settle();
  }

  /** Nothing is left of it. Its files are closed before. */
  async close(): Promise<void> {
    await this.#rest();
    this.#claimed?.claim.release();
    this.#claimed = null;
  }

  #writeSoon(): void {
    this.#writeTimer ??= setTimeout(() => this.#write(), writeAfterMs);
  }

  #write(): void {
    if (this.#writeTimer) clearTimeout(this.#writeTimer);
    this.#writeTimer = null;
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
      const full = this.#full;
      this.#full = [];
      try {
        const chunks = [...full, ...(this.#block ? [this.#block] : [])].flatMap(
          (block) => block.takeChunk() ?? [],
        );
        if (chunks.length > 0) await this.#writeChunks(chunks);
      } finally {
        for (const block of full) block.release();
      }
    } while (this.#full.length > 0);
  }

  async #writeChunks(chunks: readonly Buffer[]): Promise<void> {
    const segment = this.#segment ?? (await this.#nextSegment());
    this.#segment = segment;
    await segment.write(chunks);
    this.#syncTimer ??= setTimeout(() => this.#sync(), syncEveryMs);
    if (this.#isOver(segment)) this.#rotate();
  }

  async #nextSegment(): Promise<Segment> {
    const { folder, openSegmentFile = createSegmentFile } = this.#needs;
    this.#claimed ??= claimNew(folder);
    const path = join(folder, segmentName(this.#claimed.name, this.#number));
    return new Segment({ number: this.#number, path, handle: await openSegmentFile(path) });
  }

  #isOver({ bytes, startedAt }: Segment): boolean {
    return bytes >= this.#segmentBytes || performance.now() - startedAt >= segmentMs;
  }

  #sync(): void {
    this.#syncTimer = null;
    if (this.#segment) this.#inBackground(this.#segment.sync());
  }

  #rotate(): void {
    this.#closeSegment();
    this.#inBackground(this.#settle());
  }

  #closeSegment(): void {
    if (!this.#segment) return;
    this.#closed.push(this.#segment);
    this.#segment = null;
    this.#number += 1;
  }

  #settle(): Promise<void> {
    this.#settling ??= this.#settleAll().finally(() => {
      this.#settling = null;
    });
    return this.#settling;
  }

  async #settleAll(): Promise<void> {
    for (let segment = this.#closed[0]; segment; segment = this.#closed[0]) {
      if (this.#files.size > 0) await segment.sync();
      for (const file of this.#files) {
        // One after the other: the journal itself must not wait for them.
        if (file.unsyncedSince !== null && file.unsyncedSince <= segment.number) await file.settle();
      }
      this.#closed.shift();
      await segment.remove();
    }
  }

  /** Nobody has anything in it any more: what is not written yet need not be, and what is can go. */
  async #rest(): Promise<void> {
    if (this.#writeTimer) clearTimeout(this.#writeTimer);
    this.#writeTimer = null;
    while (this.#writing) await this.#writing;
    if (this.#files.size > 0) return this.#writeSoon();
    for (const block of this.#full) block.release();
    this.#full = [];
    this.#block?.release();
    this.#block = null;
    if (this.#syncTimer) clearTimeout(this.#syncTimer);
    this.#syncTimer = null;
    this.#rotate();
    await this.#settle();
  }

  #fail(cause: unknown): void {
    // After what may be half a chunk nothing more is read.
    this.#closeSegment();
    for (const file of this.#files) file.journalFailed(cause);
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.#fail(error));
  }
}

const claimNew = (folder: string): { readonly name: string; readonly claim: Claim } => {
  for (;;) {
    const name = randomId('journal');
    const claim = claimJournal(folder, name);
    // Somebody who removes what dead processes left may be quicker.
    if (claim) return { name, claim };
  }
};

const segmentName = (journal: string, number: number): string => `${journal}.${number}.segment`;
