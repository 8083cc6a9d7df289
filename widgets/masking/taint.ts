import * as dom from './natives.ts';
import { visit } from './visit.ts';

/** Remembers what was ever inside a masked element: it stays masked wherever the page puts it, until that element is unmasked around it. */
export interface Taint {
  /** Taints `node` with all it holds; when it is the masked element itself, only what it holds. */
  spread(node: Node, source: Element): void;
  /** The masked element that a node was in; null for none. */
  sourceOf(node: Node): Element | null;
  /** `source` is no longer masked: what is still inside it is as open as it is. */
  lift(source: Element): void;
}

interface TaintNeeds {
  shadowOf(element: Element): ShadowRoot | null;
  /** Sees each node that becomes tainted. */
  onTainted(node: Node): void;
}

export const createTaint = ({ shadowOf, onTainted }: TaintNeeds): Taint => {
  const sources = new WeakMap<Node, Element>();
  let slots = false;

  const spread = (node: Node, source: Element): void => {
    visit(node, shadowOf, (each) => {
      onTainted(each);
      if (each !== source && !sources.has(each)) sources.set(each, source);
      for (const shown of slotted(each)) {
        slots = true;
        if (!sources.has(shown)) spread(shown, source);
      }
    });
  };

  const slotSource = (node: Node): Element | null => {
    const element = slots ? dom.asElement(node) : null;
    const slot = element === null ? null : dom.assignedSlot(element);
    return slot === null ? null : (sources.get(slot) ?? null);
  };

  return {
    spread,
    sourceOf: (node) => sources.get(node) ?? slotSource(node),
    lift: (source) => {
      visit(source, shadowOf, (each) => {
        if (sources.get(each) === source) sources.delete(each);
        for (const shown of slotted(each)) if (sources.get(shown) === source) sources.delete(shown);
      });
    },
  };
};

/** What a page puts into a slot is shown inside the masked element, though it stands outside it. */
const slotted = (node: Node): readonly Node[] => {
  const element = dom.asElement(node);
  if (element === null || dom.htmlName(element) !== 'slot') return [];
  return dom.assignedNodes(element as HTMLSlotElement);
};
