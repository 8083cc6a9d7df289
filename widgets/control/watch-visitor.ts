import * as dom from '../masking/natives.ts';

const busyMs = 400;
/** Who types a password looks at the keys, and must not find the keyboard elsewhere when the next one is pressed. */
const busyHiddenMs = 5_000;

/** Notices the visitor's own hands: they always win over the agent's. A frame hears of them only by its own window. */
export interface VisitorWatch {
  /** Also this frame's window. */
  watch(view: Window): void;
  isBusy(): boolean;
  stop(): void;
}

export const watchVisitor = ({
  now,
  isOwn,
  isMasked,
}: {
  readonly now: () => number;
  isMasked(node: Node): boolean;
  isOwn(node: Node): boolean;
}): VisitorWatch => {
  let busyUntil = Number.NEGATIVE_INFINITY;
  const stopped = new AbortController();
  const note = (event: Event): void => {
    // A press on our own buttons (allowing control, say) is no work on the page.
    const path = event.composedPath();
    const isOurs = path.some((each) => each instanceof Node && isOwn(each));
    // Moving the pointer over the page is no work on it; dragging is.
    if (!event.isTrusted || isOurs || (event.type === 'pointermove' && !(event as PointerEvent).buttons))
      return;
    const typesHidden = event.type === 'keydown' && isMasked(path[0] as Node);
    busyUntil = Math.max(busyUntil, now() + (typesHidden ? busyHiddenMs : busyMs));
  };
  const views = new WeakSet<Window>();
  const watch = (view: Window): void => {
    if (views.has(view)) return;
    views.add(view);
    for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove']) {
      dom.addListener(view, type, note, { capture: true, passive: true, signal: stopped.signal });
    }
  };
  watch(window);
  return { watch, isBusy: () => now() < busyUntil, stop: () => stopped.abort() };
};
