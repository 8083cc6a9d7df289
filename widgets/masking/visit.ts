import * as dom from './natives.ts';

/** Visits a node and all it holds, open shadow roots and same-origin frames too, without recursion: pages nest deeper than stacks. */
export const visit = (
  start: Node,
  shadowOf: (element: Element) => ShadowRoot | null,
  see: (node: Node) => void,
): void => {
  const waiting: Node[] = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    see(node);
    const element = dom.asElement(node);
    const shadow = element === null ? null : shadowOf(element);
    const inner = element === null ? null : innerDocument(element);
    if (shadow !== null) waiting.push(shadow);
    if (inner !== null) waiting.push(inner);
    for (let child = dom.firstChild(node); child !== null; child = dom.nextSibling(child))
      waiting.push(child);
  }
};

/** The document inside a frame of the same origin; null for others. */
export const innerDocument = (element: Element): Document | null =>
  dom.htmlName(element) === 'iframe' ? dom.frameDocument(element as HTMLIFrameElement) : null;
