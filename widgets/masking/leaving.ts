import { createFields, type Fields } from './fields.ts';
import { createLeavingAttributes, type LeavingAttributes } from './leaving-attributes.ts';
import type { MaskPolicy } from './mask-policy.ts';
import { createMasks, type Masks } from './masks.ts';
import * as dom from './natives.ts';
import { showingSelector } from './readable-selector.ts';
import { createScrubber, type Scrubber } from './scrubber.ts';
import { createTaint, type Taint } from './taint.ts';
import { createTyping, type Typing } from './typing.ts';
import { wordsOf } from './words-of.ts';

/** All that decides what may leave a visitor's page. */
export interface Leaving {
  readonly masks: Masks;
  readonly taint: Taint;
  readonly fields: Fields;
  readonly typing: Typing;
  readonly scrubber: Scrubber;
  readonly attributes: LeavingAttributes;
  /** What may leave of a text node. */
  text(text: Text): string;
  /** The masked element that hides a node: itself, or one that it was in. */
  hiddenBy(node: Node): Element | null;
}

interface Needs {
  readonly policy: MaskPolicy;
  shadowOf(element: Element): ShadowRoot | null;
  /** Sees each node that is found in a masked place. */
  onTainted(node: Node): void;
  isSelectedOn(name: string): boolean;
}

const longestDots = 2000;
const dots = (text: string): string => text.slice(0, longestDots).replace(/\S/g, '•');

export const createLeaving = ({ policy, shadowOf, onTainted, isSelectedOn }: Needs): Leaving => {
  const showSelector = showingSelector(policy.showInputSelectors);
  const masks = createMasks(policy);
  const fields = createFields(showSelector);
  const scrubber = createScrubber();
  const typing = createTyping(showSelector);
  const taint = createTaint({
    shadowOf,
    onTainted: (node, source) => {
      for (const words of wordsOf(node)) scrubber.remember(words, source);
      onTainted(node);
    },
  });

  return {
    masks,
    taint,
    typing,
    scrubber,
    fields,
    attributes: createLeavingAttributes({ scrub: scrubber.scrub, fields, isSelectedOn }),
    text: (text) => {
      const data = dom.textOf(text);
      const isHidden = taint.sourceOf(text) !== null || typing.isTyped(text);
      return isHidden ? dots(data) : scrubber.scrub(data, 'words');
    },
    hiddenBy: (node) => {
      const element = dom.asElement(node);
      return element !== null && masks.isMarked(element) ? element : taint.sourceOf(node);
    },
  };
};
