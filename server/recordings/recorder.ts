import type { RecordingEvent } from '../../protocol/recording.ts';
import type { Frame } from '../relay/frame.ts';
import type { Intake } from './intake.ts';
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
  /** Epoch ms. */
  readonly startedAt: number;
  readonly file: RecordingFile;
  /** It never becomes larger. */
  readonly maxBytes: number;
  readonly onTooLarge: () => void;
  /** Asks the visitor for a whole page. */
  readonly wantKeyframe: () => void;
  readonly now: () => number;
}

/** The agents' live views ask for a keyframe with every new key. Only where none has come by then does the recording ask itself. */
const keyframeWithinMs = 2000;

/** What may happen until a recording that is full has been closed is written down as well. */
const keptForEventsBytes = 4096;

/** One session's recording as it goes on: frames as they came, of kinds that are recorded and keys that the recording has. */
export class Recorder {
  readonly id: string;
  /** Where the relay's frames go. */
  readonly intake: Intake;
  readonly #needs: RecorderNeeds;
  readonly #file: RecordingFile;
  readonly #maxFrameBytes: number;
  readonly #wish = new KeyframeWish();
  readonly #generations = new Set<number>();
  #isFull = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(needs: RecorderNeeds) {
    this.id = needs.id;
    this.#needs = needs;
    this.#file = needs.file;
    this.#maxFrameBytes = needs.maxBytes - keptForEventsBytes;
    this.intake = needs.file.intake;
    this.intake.chosenBy(
      {
        has: (generation) => !this.#isFull && this.#generations.has(generation),
        isFull: () => this.#isFull,
        hasRoomFor: (bytes) => this.#hasRoomFor(bytes),
        took: (frame, at, bytes) => this.#took(frame, at, bytes),
        restsUntil: () => Math.min(this.#wish.restsUntil, this.#maxFrameBytes),
      },
      needs,
    );
  }

  /** This generation's sealed roots are written down: its frames may be. */
  keyed(generation: number): void {
    this.#generations.add(generation);
    this.#wish.startOver();
    this.intake.expect(this.#isFull ? null : generation);
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#wish.isMissing) this.#needs.wantKeyframe();
    }, keyframeWithinMs);
  }

  note(happened: Happened): void {
    this.#file.appendEvent({ ...happened, at: this.intake.timeOf() });
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

  #hasRoomFor(bytes: number): boolean {
    if (bytes <= this.#maxFrameBytes) return true;
    this.#isFull = true;
    this.intake.expect(null);
    this.#needs.onTooLarge();
    return false;
  }

  #took(frame: Frame, at: number, bytes: number): void {
    if (frame.kind === 'page' && this.#wish.took(frame, at, bytes)) this.#needs.wantKeyframe();
  }
}
