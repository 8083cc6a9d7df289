import { entryHeadBytes, type RecordingEvent } from '../../protocol/recording.ts';
import type { Frame } from '../relay/frame.ts';
import { KeyframeWish } from './keyframe-wish.ts';
import type { RecordingFile } from './recording-file.ts';

/** What happened, before it has a time. */
export type Happened = RecordingEvent extends infer E
  ? E extends RecordingEvent
    ? Omit<E, 'at'>
    : never
  : never;

interface RecorderNeeds {
  readonly id: string;
  /** As `elapsed` answers. */
  readonly startedAt: number;
  readonly file: RecordingFile;
  /** It never becomes larger. */
  readonly maxBytes: number;
  readonly onTooLarge: () => void;
  /** Asks the visitor for a whole page. */
  readonly wantKeyframe: () => void;
  /** What the recorders' clock, which begins with them, has then or now: an object holds only small whole numbers itself. */
  readonly elapsed: (at?: number) => number;
}

/** The agents' live views ask for a keyframe with every new key. Only where none has come by then does the recording ask itself. */
const keyframeWithinMs = 2000;

/** What may happen until a recording that is full has been closed is written down as well. */
const keptForEventsBytes = 4096;

/** A field holds no larger number by itself. */
const largestHeld = 2 ** 31 - 1;

/** One session's recording as it goes on: frames as they came, of kinds that are recorded and keys that the recording has. */
export class Recorder {
  // What every frame needs, side by side and not a step further.
  readonly #file: RecordingFile;
  #isFull = false;
  /** The one that nearly every frame is of. */
  #generation = -1;
  #lastAt = 0;
  /** Before it is this long, there is nothing to be looked at when a whole page frame comes. */
  #restsUntil = 0;
  readonly #elapsed: (at?: number) => number;
  readonly #startedAt: number;
  readonly #maxFrameBytes: number;
  readonly #wish = new KeyframeWish();
  readonly id: string;
  readonly #needs: RecorderNeeds;
  readonly #generations = new Set<number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(needs: RecorderNeeds) {
    this.#needs = needs;
    this.#file = needs.file;
    this.#maxFrameBytes = needs.maxBytes - keptForEventsBytes;
    this.#startedAt = needs.startedAt;
    this.#elapsed = needs.elapsed;
    this.id = needs.id;
  }

  /** This generation's sealed roots are written down: its frames may be. */
  keyed(generation: number): void {
    this.#generations.add(generation);
    this.#generation = generation;
    this.#wish.startOver();
    this.#restsUntil = 0;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#wish.isMissing) this.#needs.wantKeyframe();
    }, keyframeWithinMs);
  }

  /** In the way of every frame: it must be quick. False: it belongs into the recording, and is under a key that this has not. */
  take(frame: Frame, receivedAt: number): boolean {
    const { kind, rule, bytes } = frame;
    if (this.#isFull || !rule.recorded) return true;
    // The header's `key`.
    const generation = ((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0);
    if (generation !== this.#generation && !this.#generations.has(generation)) return false;
    const end = this.#file.bytes + entryHeadBytes + bytes.length;
    const rests = end < this.#restsUntil;
    if (!rests && this.#isFullWith(end)) return true;
    const at = this.#at(this.#elapsed(receivedAt));
    this.#file.appendFrame(at, bytes);
    if (kind === 'page' && (!rests || frame.keyframe || frame.more)) this.#look(frame, at, end);
    return true;
  }

  note(happened: Happened): void {
    this.#file.appendEvent({ ...happened, at: this.#at(this.#elapsed()) });
  }

  /** Everything taken in is on the disk then; of one that is full, once there is room. False: it was left. */
  close(): Promise<boolean> {
    if (this.#timer) clearTimeout(this.#timer);
    return this.#file.close();
  }

  /** The process ends: what the disk has no room for now is left to the journal. */
  leave(): Promise<boolean> {
    if (this.#timer) clearTimeout(this.#timer);
    return this.#file.leave();
  }

  #isFullWith(bytes: number): boolean {
    if (bytes <= this.#maxFrameBytes) return false;
    this.#isFull = true;
    this.#needs.onTooLarge();
    return true;
  }

  #look(frame: Frame, at: number, bytes: number): void {
    if (this.#wish.took(frame, at, bytes)) this.#needs.wantKeyframe();
    this.#restsUntil = Math.min(this.#wish.restsUntil, this.#maxFrameBytes, largestHeld);
  }

  /** A clock that is set back makes no entry older than the one before. As an integer, because a field holds no other number itself. */
  #at(elapsed: number): number {
    this.#lastAt = Math.max(this.#lastAt, elapsed - this.#startedAt) >>> 0;
    return this.#lastAt;
  }
}
