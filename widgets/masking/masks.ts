import type { MaskPolicy } from './mask-policy.ts';
import * as dom from './natives.ts';
import { hidingSelector } from './readable-selector.ts';

/** A card's month and year are chosen, not typed: no dots can stand for them. */
const always = ['[data-handrail-mask]', '.handrail-mask', 'select[autocomplete*="cc-" i]'];

/** Decides which elements hide all they hold. */
export interface Masks {
  /** Whether the page's own marks or the tenant's selectors hide this element now, by itself. */
  isMarked(element: Element): boolean;
  /** All marked elements under a document, shadow root or element. */
  markedUnder(root: Document | ShadowRoot): readonly Element[];
  /** True when a change to one element can mark another one: then nothing less than asking for all of them is enough. */
  readonly reachFar: boolean;
}

/** One element by its own name, id, classes and attributes. */
const isNear = (selector: string): boolean =>
  /^[\w-]*([.#][\w-]+|\[[\w-]+([*^$~|]?=("[^"]*"|[\w-]+))?\])*$/.test(selector);

export const createMasks = (policy: MaskPolicy): Masks => {
  const selectors = [...always, ...policy.maskSelectors];
  const selector = hidingSelector(selectors);
  return {
    isMarked: (element) => dom.matches(element, selector),
    markedUnder: (root) => [
      ...(dom.nodeType(root) === 9
        ? dom.documentQueryAll(root as Document, selector)
        : dom.fragmentQueryAll(root as ShadowRoot, selector)),
    ],
    reachFar: !policy.maskSelectors.every((each) => isNear(each.trim())),
  };
};
