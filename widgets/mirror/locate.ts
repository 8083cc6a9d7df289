import type { Anchor } from '../../protocol/anchor.ts';
import * as dom from '../masking/natives.ts';
import type { MirrorNodes } from './mirror-nodes.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is at a point of the mirror, inside shadow roots and frames too. */
export const locate = (document: Document, nodes: MirrorNodes, { x, y }: Point): Anchor | null => {
  let scope: Document | ShadowRoot = document;
  let [left, top] = [x, y];
  let found: Anchor | null = null;
  for (let depth = 0; depth < 100; depth++) {
    const hit: Element | null = elementAt(scope, left, top);
    const known = hit === null ? null : nearestKnown(hit, nodes);
    if (hit === null || known === null) return found;
    const rect = dom.rectOf(known.element);
    found = { node: known.id, dx: left - rect.left, dy: top - rect.top };
    const inner: Document | null =
      dom.htmlName(hit) === 'iframe' ? dom.frameDocument(hit as HTMLIFrameElement) : null;
    const next: Document | ShadowRoot | null = inner ?? dom.openShadowRoot(hit);
    if (next === null || next === scope) return found;
    if (inner !== null) {
      const corner = contentCorner(hit);
      left -= corner.x;
      top -= corner.y;
    }
    scope = next;
  }
  return found;
};

/** Where an anchor is in the mirror; null when its node is gone. */
export const place = (nodes: MirrorNodes, anchor: Anchor): Point | null => {
  const node = nodes.find(anchor.node);
  const element = dom.asElement(node) ?? dom.asElement(node && dom.parentNode(node));
  if (element === null) return null;
  const rect = dom.rectOf(element);
  const outer = offsetOf(dom.ownerDocument(element) ?? window.document);
  return { x: outer.x + rect.left + anchor.dx, y: outer.y + rect.top + anchor.dy };
};

const outside = (node: Node): Node | null =>
  dom.parentNode(node) ??
  (dom.nodeType(node) === 11 && 'host' in node ? dom.shadowHost(node as ShadowRoot) : null);

// The elements of a document shadow its own functions by their names.
const elementAt = (scope: Document | ShadowRoot, x: number, y: number): Element | null =>
  Reflect.apply(dom.ofRoot(scope, 'elementFromPoint'), scope, [x, y]);

const nearestKnown = (
  hit: Element,
  nodes: MirrorNodes,
): { readonly element: Element; readonly id: number } | null => {
  for (let node: Node | null = hit; node !== null; node = outside(node)) {
    const [id, element] = [nodes.idOf(node), dom.asElement(node)];
    if (id !== null && element !== null) return { element, id };
  }
  return null;
};

/** Where a frame's content starts, inside its borders. */
const contentCorner = (frame: Element): Point => {
  const rect = frame.getBoundingClientRect();
  const style = frame.ownerDocument.defaultView?.getComputedStyle(frame);
  const pixels = (length: string | undefined): number => Number.parseFloat(length ?? '') || 0;
  return {
    x: rect.left + pixels(style?.borderLeftWidth) + pixels(style?.paddingLeft),
    y: rect.top + pixels(style?.borderTopWidth) + pixels(style?.paddingTop),
  };
};

/** Where a document is in the outermost document of the mirror. */
const offsetOf = (document: Document): Point => {
  const frame = dom.defaultView(document)?.frameElement;
  // The outermost document's own frame belongs to the live view.
  if (!frame || frame.ownerDocument === window.document) return { x: 0, y: 0 };
  const corner = contentCorner(frame);
  const outer = offsetOf(frame.ownerDocument);
  return { x: outer.x + corner.x, y: outer.y + corner.y };
};
