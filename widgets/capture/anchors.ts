import type { Anchor } from '../../protocol/anchor.ts';
import { around } from '../masking/around.ts';
import * as dom from '../masking/natives.ts';
import type { Capture } from './capture.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where an anchor is, in CSS pixels of the window; null when its node is gone. */
export const placeAnchor = (capture: Pick<Capture, 'nodeOf'>, anchor: Anchor): Point | null => {
  const element = elementAt(capture.nodeOf(anchor.node));
  if (element === null) return null;
  const corner = cornerOf(element);
  return { x: corner.x + anchor.dx, y: corner.y + anchor.dy };
};

/** What is at a point of the window, as an anchor; null where nothing was captured, or it is masked. */
export const anchorAt = (
  capture: Pick<Capture, 'idOf' | 'isMasked'>,
  x: number,
  y: number,
): Anchor | null => {
  const hit = deepestAt(document, { x, y });
  // Where somebody points on a keypad says what they type.
  if (hit !== null && capture.isMasked(hit)) return null;
  for (let node: Node | null = hit; node !== null; node = around(node)) {
    const element = dom.asElement(node);
    const id = element === null ? null : capture.idOf(element);
    if (element === null || id === null) continue;
    const corner = cornerOf(element);
    return { node: id, dx: Math.round(x - corner.x), dy: Math.round(y - corner.y) };
  }
  return null;
};

/** The element that a person would hit at a point of the window, inside open shadow roots and same-origin frames too. */
export const deepestAt = (root: Document, point: Point): Element | null => {
  let scope: Document | ShadowRoot = root;
  let { x, y } = point;
  for (;;) {
    const hit: Element | null = hitIn(scope, x, y);
    if (hit === null) return null;
    const inner: Document | null =
      dom.htmlName(hit) === 'iframe' ? dom.frameDocument(hit as HTMLIFrameElement) : null;
    const shadow = dom.openShadowRoot(hit);
    if (inner !== null) {
      const corner = contentCorner(hit);
      x -= corner.x;
      y -= corner.y;
    }
    const next: Document | ShadowRoot | null = inner ?? shadow;
    // A shadow root answers with its host where nothing of its own is hit.
    const inside = next === null || next === scope ? null : hitIn(next, x, y);
    if (next === null || inside === null || inside === hit) return hit;
    scope = next;
  }
};

const hitIn = (scope: Document | ShadowRoot, x: number, y: number): Element | null =>
  Reflect.apply(dom.ofRoot(scope, 'elementFromPoint'), scope, [x, y]);

const elementAt = (node: Node | null): Element | null => {
  if (node === null) return null;
  return dom.asElement(node) ?? dom.asElement(dom.parentNode(node));
};

/** The top left corner of an element in the window, through the frames around it. */
const cornerOf = (element: Element): Point => {
  const rect = dom.rectOf(element);
  const frame = dom.ownerDocument(element)?.defaultView?.frameElement ?? null;
  if (frame === null) return { x: rect.left, y: rect.top };
  const outer = cornerOf(frame);
  const content = contentCorner(frame);
  const own = dom.rectOf(frame);
  return { x: outer.x + content.x - own.left + rect.left, y: outer.y + content.y - own.top + rect.top };
};

/** Where a frame's content starts, inside its borders, in its own window. */
const contentCorner = (frame: Element): Point => {
  const rect = dom.rectOf(frame);
  const style = dom.computedStyle(frame);
  const inset = (side: 'Left' | 'Top'): number =>
    Number.parseFloat(style[`border${side}Width`]) + Number.parseFloat(style[`padding${side}`]);
  return { x: rect.left + inset('Left'), y: rect.top + inset('Top') };
};
