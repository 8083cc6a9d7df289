import * as dom from '../masking/natives.ts';

const tabbable =
  'a[href],button:not(:disabled),input:not(:disabled):not([type=hidden]),select:not(:disabled),textarea:not(:disabled),summary,[tabindex],[contenteditable]';

/** Moves the keyboard to the next or the previous thing that Tab would reach, in the same document or shadow root. */
export const moveFocus = (from: Element, step: 1 | -1): void => {
  const root = dom.rootNode(from);
  const all =
    dom.nodeType(root) === 9
      ? dom.documentQueryAll(root as Document, tabbable)
      : dom.fragmentQueryAll(root as ShadowRoot, tabbable);
  const order = [...all].filter((element) => isReachable(element as HTMLElement));
  const next = order[order.indexOf(from) + step] ?? (step === 1 ? order[0] : order[order.length - 1]);
  (next as HTMLElement | undefined)?.focus();
};

const isReachable = (element: HTMLElement): boolean =>
  element.tabIndex >= 0 &&
  element.checkVisibility({ visibilityProperty: true }) &&
  !dom.matches(element, '[inert] *');
