import type { OwnHost } from './overlay-host.ts';
import type { SnippetNatives } from './snippet-natives.ts';

export interface BannerFocusNeeds {
  readonly natives: SnippetNatives;
  readonly host: OwnHost;
  /** Goes to what a person at the keyboard wants first. */
  enter(): void;
}

/** The keyboard's way to the banner and back to where it was on the page. */
export interface BannerFocus {
  /** False when it had not come from anywhere that is still there. */
  back(): boolean;
  stop(): void;
}

/** F6, which goes from pane to pane, finds the banner between the page and the browser's own bars; Escape goes back to the page. */
export const createBannerFocus = ({ natives, host, enter }: BannerFocusNeeds): BannerFocus => {
  const { element, root } = host;
  const abort = new AbortController();
  const { signal } = abort;
  let before: HTMLElement | null = null;

  const back = (): boolean => {
    const there = before?.isConnected ? before : null;
    before = null;
    there?.focus({ preventScroll: true });
    return there !== null;
  };

  // What moves inside the banner is not heard out here.
  natives.listen(element, 'focusin', (event) => {
    if (event instanceof FocusEvent && event.relatedTarget instanceof HTMLElement)
      before = event.relatedTarget;
  });
  natives.listen(element, 'focusout', (event) => {
    if (event instanceof FocusEvent && event.relatedTarget) before = null;
  });
  natives.listen(root, 'keydown', (event) => {
    // The page's own short cuts are not meant.
    event.stopPropagation();
    if (event instanceof KeyboardEvent && event.key === 'Escape' && back()) event.preventDefault();
  });
  const onKey = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || !event.isTrusted || event.key !== 'F6') return;
    if (root.activeElement || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    enter();
  };
  natives.listen(window, 'keydown', onKey, { capture: true, signal });
  return { back, stop: () => abort.abort() };
};
