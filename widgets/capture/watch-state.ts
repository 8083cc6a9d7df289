interface Needs {
  /** Looks for changes that nothing tells of. */
  look(): void;
  now(): number;
}

const usualGapMs = 100;

/**
 * Looks at fields and rules ten times a second, less often where that takes long. The alternative, replacing the page's own
 * accessors, breaks frameworks that replace them too, and misses those that did so first. Returns what stops it.
 */
export const watchState = ({ look, now }: Needs): (() => void) => {
  let timer: ReturnType<typeof setTimeout>;
  const turn = (): void => {
    const start = now();
    look();
    timer = setTimeout(turn, Math.max(usualGapMs, (now() - start) * 50));
  };
  timer = setTimeout(turn, usualGapMs);
  return () => clearTimeout(timer);
};
