import type { RecordingIndex } from '../../protocol/recording.ts';
import { ApiProblem } from '../link/api.ts';
import { afterIdle } from './idle.ts';
import { type RecordedBodies, recordedBodies } from './recorded-bodies.ts';
import type { RecordingContent } from './recording-content.ts';
import { RecordingDamaged } from './recording-damaged.ts';
import type { RecordedBody, RecordingOpener } from './recording-opener.ts';
import { readRecording } from './recording-reader.ts';

interface PlaybackNeeds {
  readonly content: RecordingContent;
  readonly index: RecordingIndex;
  /** A fresh one, which can begin at any keyframe. */
  createOpener(): RecordingOpener;
  /** Shows these at once, in order. */
  show(bodies: readonly RecordedBody[]): void;
  /** What is shown is of another moment: nothing of it may stay. */
  clear(): void;
  changed(): void;
}

export type PlaybackState =
  /** The moment that was asked for is not there yet. */
  | { readonly name: 'loading' }
  | { readonly name: 'paused' }
  | { readonly name: 'playing' }
  | { readonly name: 'failed'; readonly error: ApiProblem | RecordingDamaged };

export const speeds = [0.5, 1, 1.5, 2, 4, 8] as const;
export type Speed = (typeof speeds)[number];

/** Read this long before it is shown, in real time. */
const aheadMs = 5_000;
/** A window that was in the background goes on where it was. */
const longestTickMs = 500;
/** How finely the position is told. */
const toldMs = 100;

/** Plays one recording: its own clock, ahead of which frames are fetched and opened. */
export class Playback {
  state: PlaybackState = { name: 'loading' };
  /** Milliseconds since the recording's start. */
  position = 0;
  speed: Speed = 1;
  skipsIdle = false;
  readonly #needs: PlaybackNeeds;
  #bodies: RecordedBodies | null = null;
  /** Opened and not shown yet. */
  #queue: RecordedBody[] = [];
  #filledUntil = 0;
  /** Whose next part is being read. */
  #filling: RecordedBodies | null = null;
  /** The moment to show when the one that is being looked for is found. */
  #wanted: number | null = null;
  #seeking = false;
  #playsOn = false;
  #frame = 0;
  #lastTick = 0;

  constructor(needs: PlaybackNeeds) {
    this.#needs = needs;
  }

  get durationMs(): number {
    return this.#needs.index.durationMs;
  }

  /** Whether it plays, or will when it has loaded. */
  get isPlaying(): boolean {
    return this.#playsOn;
  }

  get isAtEnd(): boolean {
    return this.position >= this.durationMs;
  }

  play(): void {
    this.#playsOn = true;
    if (this.isAtEnd) void this.seek(0);
    else if (this.state.name === 'failed') void this.seek(this.position);
    else if (this.state.name === 'paused') this.#run();
  }

  pause(): void {
    this.#playsOn = false;
    cancelAnimationFrame(this.#frame);
    if (this.state.name === 'playing') this.#become({ name: 'paused' });
    else this.#needs.changed();
  }

  /** Shows another moment. While one is being looked for, only the last that was asked for counts. */
  async seek(to: number): Promise<void> {
    const { keyframes } = this.#needs.index;
    // Before the first page there is nothing to see.
    const at = Math.min(Math.max(keyframes[0]?.at ?? 0, Math.round(to)), this.durationMs);
    cancelAnimationFrame(this.#frame);
    this.position = at;
    this.#wanted = at;
    this.#become({ name: 'loading' });
    if (this.#seeking) return;
    this.#seeking = true;
    try {
      while (this.#wanted !== null) await this.#find(this.#wanted);
      this.#seeking = false;
      if (this.#playsOn && !this.isAtEnd) this.#run();
      else this.pause();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#seeking = false;
    }
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#bodies = null;
  }

  async #find(at: number): Promise<void> {
    const { content, index, createOpener, clear, show } = this.#needs;
    const from = index.keyframes.findLast((keyframe) => keyframe.at <= at);
    const bodies = recordedBodies(readRecording(content, from?.offset ?? 0), createOpener());
    this.#bodies = bodies;
    const opened = await bodies.until(at);
    if (this.#wanted !== at) return;
    this.#wanted = null;
    this.#queue = [];
    this.#filledUntil = at;
    clear();
    show(opened);
    this.#become({ name: 'paused' });
  }

  #run(): void {
    cancelAnimationFrame(this.#frame);
    this.#lastTick = performance.now();
    this.#become({ name: 'playing' });
    this.#frame = requestAnimationFrame(this.#tick);
  }

  readonly #tick = (): void => {
    const now = performance.now();
    const passed = Math.min(now - this.#lastTick, longestTickMs) * this.speed;
    this.#lastTick = now;
    const before = Math.floor(this.position / toldMs);
    this.#goTo(this.position + passed);
    void this.#fill();
    if (this.isAtEnd) this.pause();
    if (this.state.name !== 'playing') return;
    if (before !== Math.floor(this.position / toldMs)) this.#needs.changed();
    this.#frame = requestAnimationFrame(this.#tick);
  };

  /** As far as what has been opened goes. */
  #goTo(at: number): void {
    const wanted = this.skipsIdle ? afterIdle(this.#needs.index, at) : at;
    const to = Math.min(wanted, this.durationMs, Math.max(this.#filledUntil, this.position));
    this.position = to;
    const next = this.#queue.findIndex((body) => body.at > to);
    const due = this.#queue.splice(0, next === -1 ? this.#queue.length : next);
    if (due.length > 0) this.#needs.show(due);
  }

  async #fill(): Promise<void> {
    const bodies = this.#bodies;
    const from = this.skipsIdle ? afterIdle(this.#needs.index, this.position) : this.position;
    const until = Math.min(from + aheadMs * this.speed, this.durationMs);
    if (!bodies || this.#filling === bodies || until - this.#filledUntil < (until - from) / 2) return;
    this.#filling = bodies;
    try {
      const opened = await bodies.until(until);
      if (bodies !== this.#bodies) return;
      this.#queue.push(...opened);
      this.#filledUntil = until;
    } catch (error) {
      if (bodies === this.#bodies) this.#fail(error);
    } finally {
      if (this.#filling === bodies) this.#filling = null;
    }
  }

  #fail(error: unknown): void {
    if (!(error instanceof ApiProblem || error instanceof RecordingDamaged)) throw error;
    cancelAnimationFrame(this.#frame);
    this.#wanted = null;
    this.#become({ name: 'failed', error });
  }

  #become(state: PlaybackState): void {
    this.state = state;
    this.#needs.changed();
  }
}
