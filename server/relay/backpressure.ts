import type { FrameKind } from '../../protocol/frame.ts';

/** Above this many waiting bytes, frames that a keyframe can replace are dropped. */
export const highWaterBytes = 1024 * 1024;
/** Below this, a reader that was behind has caught up. */
export const lowWaterBytes = 64 * 1024;
/** Above this, a reader is too slow even for what must not be dropped. */
export const boundBytes = 8 * 1024 * 1024;

/** Where the frames for one reader go. */
export interface Outlet {
  write(wire: Buffer): void;
  bufferedBytes(): number;
}

/** A frame on its way to one reader. */
export interface Passing {
  readonly kind: FrameKind;
  /** A keyframe can replace it. */
  readonly droppable: boolean;
  readonly wire: Buffer;
  /** The first frame of a keyframe, not a later part of one. */
  readonly startsKeyframe: boolean;
}

/** `dropping` until the reader has drained, then `waiting` for a keyframe to start from. */
type Lag = 'dropping' | 'waiting';

/** Keeps the memory that one slow reader can take bounded, without slowing anybody else. */
export class Backpressure {
  readonly #outlet: Outlet;
  readonly #needsKeyframe: () => void;
  readonly #lag = new Map<FrameKind, Lag>();

  constructor(outlet: Outlet, needsKeyframe: () => void) {
    this.#outlet = outlet;
    this.#needsKeyframe = needsKeyframe;
  }

  /** Sends or drops. */
  pass({ kind, droppable, wire, startsKeyframe }: Passing): 'sent' | 'dropped' | 'too_slow' {
    const buffered = this.#outlet.bufferedBytes();
    if (!droppable) {
      if (buffered > boundBytes) return 'too_slow';
      this.#outlet.write(wire);
      return 'sent';
    }
    if (buffered > highWaterBytes) this.#lag.set(kind, 'dropping');
    if (this.#lag.size > 0) {
      this.drained();
      const lag = this.#lag.get(kind);
      if (lag === 'dropping' || (lag === 'waiting' && !startsKeyframe)) return 'dropped';
      this.#lag.delete(kind);
    }
    this.#outlet.write(wire);
    return 'sent';
  }

  /** Looks whether the reader has caught up; asks for a keyframe once if so. */
  drained(): void {
    if (this.#lag.size === 0 || this.#outlet.bufferedBytes() >= lowWaterBytes) return;
    let caughtUp = false;
    for (const [kind, lag] of this.#lag) {
      if (lag !== 'dropping') continue;
      this.#lag.set(kind, 'waiting');
      caughtUp = true;
    }
    if (caughtUp) this.#needsKeyframe();
  }
}
