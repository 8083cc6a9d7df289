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
  onTainted(node: Node, source: Element): void;
}

export const createTaint = ({ shadowOf, onTainted }: TaintNeeds): Taint => {
  const sources = new WeakMap<Node, Element>();
  let slots = false;

  const spread = (node: Node, source: Element): void => {
    visit(node, shadowOf, (each) => {
      onTainted(each, source);
      if (each !== source && !sources.has(each)) sources.set(each, source);
      slots ||= isSlot(each);
      for (const shown of slotted(each)) {
        if (!sources.has(shown)) spread(shown, source);
      }
    });
  };

  const slotSource = (node: Node): Element | null => {
    if (!slots) return null;
    const slot = slotOf(node);
    if (slot !== null) return sources.get(slot) ?? null;
    // A closed root says of no node which slot shows it; its slots say what they show.
    const host = dom.asElement(dom.parentNode(node));
    const root = host === null ? null : shadowOf(host);
    for (const each of root === null ? [] : dom.fragmentQueryAll(root, 'slot')) {
      if (sources.has(each) && slotted(each).includes(node)) return sources.get(each) ?? null;
    }
    return null;
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

const isSlot = (node: Node): boolean => {
  const element = dom.asElement(node);
  return element !== null && dom.htmlName(element) === 'slot';
};

const slotOf = (node: Node): HTMLSlotElement | null => {
  const type = dom.nodeType(node);
  if (type === 1) return dom.assignedSlot(node as Element);
  return type === 3 ? dom.textSlot(node as Text) : null;
};

/** What a page puts into a slot is shown inside the masked element, though it stands outside it. */
const slotted = (node: Node): readonly Node[] =>
  isSlot(node) ? dom.assignedNodes(node as HTMLSlotElement) : [];
