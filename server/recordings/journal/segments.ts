import { join } from 'node:path';
import { randomId } from '../../crypto/random.ts';
import { checkKey } from './chunk.ts';
import { type Claim, claimJournal } from './claim-journal.ts';
import type { Names } from './names.ts';
import { Segment } from './segment.ts';
import { createSegmentFile, type OpenSegmentFile } from './segment-file.ts';

/** A recording's file, as far as segments have what is not on the disk there. */
export interface Settled {
  /** So much of it has been taken in. */
  readonly bytes: number;
  /** So much is on the disk in the file itself, or has failed. */
  readonly syncedBytes: number;
  /** Has on the disk what is before this place, or has failed. It never rejects. */
  settle(to: number): Promise<void>;
}

/** A segment that is not written to any more, and up to where it may have something of each file. */
interface Closed {
  readonly segment: Segment;
  readonly ends: ReadonlyMap<Settled, number>;
}

interface Recorded {
  readonly files: ReadonlyMap<Settled, unknown>;
  readonly names: Names;
}

export interface SegmentsNeeds {
  /** Is there, and belongs to journals alone. */
  readonly folder: string;
  readonly segmentBytes?: number;
  readonly openSegmentFile?: OpenSegmentFile;
}

const MiB = 1024 * 1024;
const segmentMs = 90_000;
/** Own files have most of what is in it by then: to have all of it there costs little. */
const settleAfterMs = 180_000;
const keptSegments = 2;

/** The files of a journal, one after the other. Each goes once all of it is on the disk in the recordings' own files. */
export class Segments {
  readonly #needs: SegmentsNeeds;
  readonly #files: ReadonlyMap<Settled, unknown>;
  readonly #names: Names;
  readonly #bytes: number;
  #claimed: { readonly name: string; readonly claim: Claim } | null = null;
  #number = 1;
  #current: Segment | null = null;
  /** The oldest first. */
  readonly #closed: Closed[] = [];
  #settling: Promise<void> | null = null;
  #isHurried = false;

  constructor(needs: SegmentsNeeds, { files, names }: Recorded) {
    this.#needs = needs;
    this.#files = files;
    this.#names = names;
    this.#bytes = needs.segmentBytes ?? 512 * MiB;
  }

  /** Of the one that is written, or that is written next. */
  get number(): number {
    return this.#number;
  }

  /** Null: there are none. */
  get journal(): string | null {
    return this.#claimed?.name ?? null;
  }

  /** Room is wanted: what can go shall go at the next look. */
  hurry(): void {
    this.#isHurried = true;
  }

  /** They survive a loss of power once this returns. */
  async write(chunks: readonly Buffer[]): Promise<void> {
    const isNew = !this.#current;
    const segment = this.#current ?? (await this.#open());
    this.#current = segment;
    for (const names of this.#names.takeChunks(isNew)) await segment.write([names]);
    await segment.write(chunks);
  }

  /** Whether enough is in this one. */
  get isOver(): boolean {
    if (!this.#current) return false;
    const { bytes, startedAt } = this.#current;
    return bytes >= this.#bytes || performance.now() - startedAt >= segmentMs;
  }

  /** Nothing more goes into this one. */
  close(): void {
    if (!this.#current) return;
    const unsynced = [...this.#files.keys()].filter(({ bytes, syncedBytes }) => syncedBytes < bytes);
    const ends = new Map(unsynced.map((file) => [file, file.bytes]));
    this.#closed.push({ segment: this.#current, ends });
    this.#current = null;
    this.#number += 1;
  }

  /** Takes away what has been there for long enough. */
  settle(): Promise<void> {
    this.#settling ??= this.#settleAll().finally(() => {
      this.#settling = null;
    });
    return this.#settling;
  }

  /** What is left is for whoever comes next. */
  async release(): Promise<void> {
    // Whoever asked for it is told when it fails.
    await this.#settling?.catch(() => undefined);
    this.close();
    for (const { segment } of this.#closed.splice(0)) await segment.leave();
    this.#claimed?.claim.release();
    this.#claimed = null;
  }

  async #open(): Promise<Segment> {
    const { folder } = this.#needs;
    this.#claimed ??= claimNew(folder);
    const { name } = this.#claimed;
    const number = this.#number;
    const path = join(folder, `${name}.${number}.segment`);
    const { openSegmentFile = createSegmentFile } = this.#needs;
    return new Segment({ number, key: checkKey(name), path, file: await openSegmentFile(path) });
  }

  async #settleAll(): Promise<void> {
    for (;;) {
      const oldest = this.#closed[0];
      if (!oldest || !this.#isDue(oldest.segment)) break;
      // One after the other: the journal itself must not wait for them.
      for (const [file, end] of this.#unsyncedIn(oldest)) await file.settle(end);
      // Of a file whose disk is full, this is where it is.
      if (this.#unsyncedIn(oldest).length > 0) return;
      // The oldest first: of what is left, each later segment has to be there as well.
      await oldest.segment.remove();
      this.#closed.shift();
    }
    this.#isHurried = false;
  }

  #isDue({ startedAt }: Segment): boolean {
    // Nobody records any more, or room is wanted.
    if (this.#files.size === 0 || this.#isHurried || this.#closed.length > keptSegments) return true;
    return performance.now() - startedAt >= settleAfterMs;
  }

  #unsyncedIn({ ends }: Closed): readonly (readonly [Settled, number])[] {
    return [...ends].filter(([file, end]) => this.#files.has(file) && file.syncedBytes < end);
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
