interface PaceNeeds {
  /** Sends what has gathered, and returns how many bytes that was. */
  flush(): number;
  backedUp(): boolean;
  now(): number;
}

/** Decides when changes are sent: the first at once, then at most one body in 16 ms, later after large ones or while the line is full. */
export interface Pace {
  /** Something changed. */
  request(): void;
  /** Nothing is sent until `resume`. */
  pause(): void;
  resume(): void;
  stop(): void;
}

const shortestGapMs = 16;
const backedUpGapMs = 40;
const bytesPerMs = 512;

export const createPace = ({ flush, backedUp, now }: PaceNeeds): Pace => {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let earliest = 0;
  let paused = true;

  const later = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = null;
      request();
    }, ms);
  };
  const request = (): void => {
    if (paused || timer !== null) return;
    const wait = Math.max(earliest - now(), backedUp() ? backedUpGapMs : 0);
    if (wait > 0) {
      later(wait);
      return;
    }
    const start = now();
    const bytes = flush();
    const tookMs = now() - start;
    // Never more than a third of the page's time, and no burst that a slow line must swallow at once.
    if (bytes > 0) earliest = now() + Math.max(shortestGapMs, bytes / bytesPerMs, tookMs * 2);
  };
  const pause = (): void => {
    paused = true;
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  return {
    request,
    pause,
    resume: () => {
      paused = false;
      request();
    },
    stop: pause,
  };
};
