import type { OwnHost } from './overlay-host.ts';
import type { SnippetNatives } from './snippet-natives.ts';

export interface KeepOnTopNeeds {
  /** From bottom to top. The last is the one that must be usable. */
  readonly hosts: readonly OwnHost[];
  /** A point that must belong to the last host, in viewport pixels; null when it shows nothing. */
  probe(): { readonly x: number; readonly y: number } | null;
  readonly natives: SnippetNatives;
}

const lookEveryMs = 400;

/**
 * Keeps our elements above dialogs, popovers and full-screen elements that the page opens, and inside the one modal dialog that makes
 * everything else inert. Looks at what stands at our place, which no trick of the page's markup can hide. Returns how to stop.
 */
export const keepOnTop = ({ hosts, probe, natives }: KeepOnTopNeeds): (() => void) => {
  const raise = (within: Element | null): void => {
    for (const host of hosts) host.raise(within);
  };
  const look = (): void => {
    const top = hosts.at(-1)?.element;
    if (!top) return;
    // The dialog it was in has closed, or the page has thrown it out.
    if (!isPlaced(top)) raise(null);
    const point = probe();
    if (point && document.elementFromPoint(point.x, point.y) !== top) raise(modalAt(point));
  };
  const lookSoon = (): void => {
    requestAnimationFrame(look);
  };

  const abort = new AbortController();
  const { signal } = abort;
  for (const type of ['toggle', 'close', 'fullscreenchange']) {
    natives.listen(document, type, lookSoon, { capture: true, signal });
  }
  const timer = setInterval(look, lookEveryMs);
  signal.addEventListener('abort', () => clearInterval(timer));
  raise(null);
  return () => abort.abort();
};

const isPlaced = ({ parentElement, isConnected }: Element): boolean =>
  isConnected &&
  (parentElement === document.documentElement || parentElement?.matches('dialog:modal') === true);

/** The modal dialog that covers a point with itself or its backdrop, also inside shadow roots. */
const modalAt = ({ x, y }: { readonly x: number; readonly y: number }): Element | null => {
  let hit = document.elementFromPoint(x, y);
  for (let found = hit; found; ) {
    const modal = found.closest('dialog:modal');
    if (modal) return modal;
    const deeper: Element | null = found.shadowRoot?.elementFromPoint(x, y) ?? null;
    if (!deeper || deeper === hit) return null;
    hit = deeper;
    found = deeper;
  }
  return null;
};
