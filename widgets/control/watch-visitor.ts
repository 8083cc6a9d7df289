const busyMs = 400;

/** Notices the visitor's own hands: they always win over the agent's. */
export const watchVisitor = ({
  now,
  isOwn,
}: {
  readonly now: () => number;
  isOwn(node: Node): boolean;
}): { isBusy(): boolean; stop(): void } => {
  let last = Number.NEGATIVE_INFINITY;
  const stopped = new AbortController();
  const note = (event: Event): void => {
    // A press on our own buttons (allowing control, say) is no work on the page.
    const isOurs = event.composedPath().some((each) => each instanceof Node && isOwn(each));
    if (event.isTrusted && !isOurs) last = now();
  };
  for (const type of ['pointerdown', 'keydown', 'wheel', 'touchstart']) {
    window.addEventListener(type, note, { capture: true, passive: true, signal: stopped.signal });
  }
  return { isBusy: () => now() - last < busyMs, stop: () => stopped.abort() };
};
