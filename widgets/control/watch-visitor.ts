const busyMs = 400;

/** Notices the visitor's own hands: they always win over the agent's. */
export const watchVisitor = (now: () => number): { isBusy(): boolean; stop(): void } => {
  let last = Number.NEGATIVE_INFINITY;
  const stopped = new AbortController();
  const note = (event: Event): void => {
    if (event.isTrusted) last = now();
  };
  for (const type of ['pointerdown', 'keydown', 'wheel', 'touchstart']) {
    window.addEventListener(type, note, { capture: true, passive: true, signal: stopped.signal });
  }
  return { isBusy: () => now() - last < busyMs, stop: () => stopped.abort() };
};
