/** How one file goes on: it can rest, wait out what comes between, and be broken off. */
export interface Flow {
  readonly signal: AbortSignal;
  /** Resolves when nobody holds it up; rejects once it is broken off. */
  ready(): Promise<void>;
  /** So many ms, or until `hurry`. Rejects once it is broken off. */
  wait(ms: number): Promise<void>;
  /** Whether it is held up by what is no person. */
  onTrouble(isTroubled: boolean): void;
}

export interface OwnFlow extends Flow {
  rest(isResting: boolean): void;
  /** Whoever waits tries again now. */
  hurry(): void;
  breakOff(): void;
}

export const createFlow = (onTrouble: Flow['onTrouble']): OwnFlow => {
  const controller = new AbortController();
  const { signal } = controller;
  let resting: PromiseWithResolvers<void> | null = null;
  const hurries = new Set<() => void>();
  const unlessBroken = (waiting: Promise<void>): Promise<void> => {
    const broken = Promise.withResolvers<never>();
    const stop = () => broken.reject(signal.reason);
    if (signal.aborted) return Promise.reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    return Promise.race([waiting, broken.promise]).finally(() => signal.removeEventListener('abort', stop));
  };
  return {
    signal,
    onTrouble,
    ready: () => unlessBroken(resting?.promise ?? Promise.resolve()),
    wait: (ms) => {
      const waited = Promise.withResolvers<void>();
      const timer = setTimeout(waited.resolve, ms);
      hurries.add(waited.resolve);
      return unlessBroken(waited.promise).finally(() => {
        clearTimeout(timer);
        hurries.delete(waited.resolve);
      });
    },
    rest: (isResting) => {
      const before = resting;
      resting = isResting ? (before ?? Promise.withResolvers<void>()) : null;
      if (!isResting) before?.resolve();
    },
    hurry: () => {
      for (const go of hurries) go();
    },
    breakOff: () => controller.abort(),
  };
};
