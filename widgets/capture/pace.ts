interface PaceNeeds {
  /** Sends what has gathered, and returns how many bytes that was. */
  flush(): number;
  backedUp(): boolean;
  /** Whether what has gathered is no more than how far something is scrolled. */
  onlyScrolled(): boolean;
  now(): number;
}

/** Decides when changes are sent: the first at once, then at most one body in 16 ms (of scrolling, in 50), later after large ones or while the line is full. */
export interface Pace {
  /** Something changed. */
  request(): void;
  /** Nothing is sent until `resume`. */
  pause(): void;
  resume(): void;
  stop(): void;
}

const shortestGapMs = 16;
/** As often as the pointer is told: scrolling tells of itself with every frame of the screen, and each body has its price. */
const scrolledGapMs = 50;
const backedUpGapMs = 40;
const bytesPerMs = 512;

export const createPace = ({ flush, backedUp, onlyScrolled, now }: PaceNeeds): Pace => {
  let timer: ReturnType<typeof setTimeout> | null = null;
  /** It waits for no more than scrolling. */
  let isLazy = false;
  let sent = 0;
  let earliest = 0;
  let paused = true;

  const forget = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const later = (ms: number): void => {
    forget();
    timer = setTimeout(() => {
      timer = null;
      request();
    }, ms);
  };
  const request = (): void => {
    const scrolls = onlyScrolled();
    // What is more than scrolling doesn't wait for it.
    if (paused || (timer !== null && (!isLazy || scrolls))) return;
    const start = now();
    isLazy = scrolls && sent + scrolledGapMs > Math.max(earliest, start);
    const wait = Math.max((isLazy ? sent + scrolledGapMs : earliest) - start, backedUp() ? backedUpGapMs : 0);
    if (wait > 0) {
      later(wait);
      return;
    }
    forget();
    const bytes = flush();
    if (bytes === 0) return;
    sent = now();
    // Never more than a third of the page's time, and no burst that a slow line must swallow at once.
    earliest = sent + Math.max(shortestGapMs, bytes / bytesPerMs, (sent - start) * 2);
  };
  const pause = (): void => {
    paused = true;
    forget();
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
