import * as dom from './natives.ts';

/** Where a node stands: its parent, the host of its shadow root, or the frame that its document is in. Null at the top, or outside. */
export const around = (node: Node): Node | null => {
  const parent = dom.parentNode(node);
  if (parent !== null) return parent;
  if (dom.nodeType(node) === 11 && 'host' in node) return dom.shadowHost(node as ShadowRoot);
  if (dom.nodeType(node) !== 9) return null;
  return dom.defaultView(node as Document)?.frameElement ?? null;
};
