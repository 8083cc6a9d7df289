import * as dom from '../masking/natives.ts';
import type { ControlNeeds, ControlOutcome } from './control.ts';
import type { Target } from './find-target.ts';

/** Finds where the keyboard is, in shadow roots and same-origin frames too, if it may be used there. */
export const findKeyboard = ({ document, capture, isOwn }: ControlNeeds): Target | ControlOutcome => {
  const element = activeIn(document);
  if (element === null) return { done: false, reason: 'impossible' };
  if (isOwn(element)) return { done: false, reason: 'ours' };
  if (capture.isMasked(element)) return { done: false, reason: 'masked' };
  return { element, x: 0, y: 0 };
};

const activeIn = (document: Document): Element | null => {
  let active: Element | null = dom.ofRoot(document, 'activeElement') ?? document.body;
  for (;;) {
    if (active === null) return null;
    const inner: Document | null =
      dom.htmlName(active) === 'iframe' ? dom.frameDocument(active as HTMLIFrameElement) : null;
    const within: Document | ShadowRoot | null = dom.openShadowRoot(active) ?? inner;
    const next: Element | null = within === null ? null : dom.ofRoot(within, 'activeElement');
    if (next === null || next === active) return active;
    active = next;
  }
};
