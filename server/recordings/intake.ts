import { type EntryType, entryHeadBytes, entryTypes, type RecordingEntry } from '../../protocol/recording.ts';
import type { Frame } from '../relay/frame.ts';
import { type Incoming, largestPieceBytes, piecesOf, type RecordPlace } from './journal/incoming.ts';

/** The file that it is for. */
interface Kept {
  /** So much has been taken in. The answer is from how much on it wants to hear of it again. */
  grown(bytes: number): number;
  /** There is no memory left. */
  overrun(): void;
}

/** Which frames it is for. */
interface Chooses {
  /** Of a generation that is not the last one. */
  has(generation: number): boolean;
  isFull(): boolean;
  /** Whether it may become so large; it is full otherwise. */
  hasRoomFor(bytes: number): boolean;
  /** This frame was taken in: its time, and how large it all is with it. */
  took(frame: Frame, at: number, bytes: number): void;
  /** From how much on it wants to hear of every frame. */
  restsUntil(): number;
}

interface Clock {
  readonly now: () => number;
  /** When this recording began, epoch ms. */
  readonly startedAt: number;
}

interface IntakeNeeds {
  /** The journal's. */
  readonly incoming: Incoming;
  /** What its records have. */
  readonly number: number;
  readonly slot: number;
  /** What is in the file already. */
  readonly bytes: number;
  readonly file: Kept;
}

/** Times are counted from here on: an object's field holds no number by itself but small whole ones. */
const zero = Date.now();
/** A field holds no larger number by itself. */
const largestHeld = 2 ** 31 - 1;
const noGeneration = -1;

/**
 * Where a recording's entries come in, on their way to the journal. What every frame needs is here and nothing else: at a thousand recordings, each
 * line of memory is one that the processor has to fetch.
 */
export class Intake implements RecordPlace {
  /** The one that nearly every frame is of. */
  #generation = noGeneration;
  #bytes: number;
  /** Before it is this long, there is nothing to be looked at when a whole frame comes that is no keyframe. */
  #restsUntil = 0;
  #lastAt = 0;
  #startedAt = 0;
  #isOpen = true;
  readonly number: number;
  readonly slot: number;
  readonly #incoming: Incoming;
  #chooser: Chooses | null = null;
  readonly #file: Kept;
  #now: Clock['now'] = () => zero;

  constructor({ incoming, number, slot, bytes, file }: IntakeNeeds) {
    this.#incoming = incoming;
    this.number = number;
    this.slot = slot;
    this.#bytes = bytes;
    this.#file = file;
  }

  /** With what has been taken in and is not written yet. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Frames are taken from now on: this is asked which. */
  chosenBy(chooser: Chooses, { now, startedAt }: Clock): void {
    this.#chooser = chooser;
    this.#now = now;
    this.#startedAt = Math.trunc(startedAt - zero);
  }

  /** Most frames are of this one. Null: each is to be asked about. */
  expect(generation: number | null): void {
    this.#generation = generation ?? noGeneration;
    this.#restsUntil = 0;
  }

  /** In the way of every frame: it must be quick. False: it belongs into the recording, and is under a key that this has not. */
  take(frame: Frame, receivedAt: number): boolean {
    const { rule, bytes } = frame;
    if (!rule.recorded) return true;
    // The header's `key`.
    const generation = ((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0);
    if (generation !== this.#generation && !this.#chooser?.has(generation))
      return this.#chooser?.isFull() ?? true;
    const end = this.#bytes + entryHeadBytes + bytes.length;
    const rests = end < this.#restsUntil && !frame.keyframe && !frame.more;
    if (!rests && !this.#chooser?.hasRoomFor(end)) return true;
    const at = this.timeOf(receivedAt);
    this.append(at, entryTypes.frame, bytes);
    if (rests) return true;
    this.#chooser?.took(frame, at, end);
    this.#look();
    return true;
  }

  /** In milliseconds since the recording began; without one, now. A clock that is set back makes no entry older than the one before. */
  timeOf(at = this.#now()): number {
    this.#lastAt = Math.max(this.#lastAt, at - zero - this.#startedAt) >>> 0;
    return this.#lastAt;
  }

  /** Copies the payload. Nothing is made for it. */
  append(at: number, type: EntryType, payload: Uint8Array): void {
    if (!this.#isOpen) return;
    const length = entryHeadBytes + payload.length;
    const isTaken =
      length > largestPieceBytes ? this.#addPieces({ at, type, payload }) : this.#add(at, type, payload);
    if (!isTaken) this.#file.overrun();
  }

  /** The file wants to hear of the next entry, whatever it said. */
  wake(): void {
    this.#restsUntil = 0;
  }

  /** Nothing comes in any more. */
  close(): void {
    this.#isOpen = false;
  }

  /** False: there is no memory left. */
  #add(at: number, type: EntryType, payload: Uint8Array): boolean {
    if (!this.#incoming.addEntry(this, at, type, payload)) return false;
    this.#grow(entryHeadBytes + payload.length);
    return true;
  }

  /** In several records. Where memory ends with some of them, the file is cut to its last whole entry. */
  #addPieces(entry: RecordingEntry): boolean {
    for (const piece of piecesOf(entry)) {
      if (!this.#incoming.addPiece(this, piece)) return false;
      this.#grow(piece.length);
    }
    return true;
  }

  #grow(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= this.#restsUntil) this.#look();
  }

  #look(): void {
    const file = this.#file.grown(this.#bytes);
    this.#restsUntil = Math.min(file, this.#chooser?.restsUntil() ?? largestHeld, largestHeld);
  }
}
