import type { Anchor } from '../../protocol/anchor.ts';
import { deepestAt, placeAnchor } from '../capture/anchors.ts';
import { around } from '../masking/around.ts';
import * as dom from '../masking/natives.ts';
import type { ControlNeeds, ControlOutcome } from './control.ts';

/** The element that a person would hit, and where: in the element's own window. */
export interface Target {
  readonly element: Element;
  readonly x: number;
  readonly y: number;
}

/** Finds what an anchor points to, if a person could see it and may have it acted on. */
export const findTarget = (
  { capture, document, isOwn }: ControlNeeds,
  anchor: Anchor,
): Target | ControlOutcome => {
  const node = capture.nodeOf(anchor.node);
  if (node === null || !dom.isConnected(node)) return { done: false, reason: 'gone' };
  if (capture.isMasked(node)) return { done: false, reason: 'masked' };
  const point = visiblePoint({ capture, document }, node, anchor);
  const hit = point === null ? null : deepestAt(document, point);
  if (point === null || hit === null) return { done: false, reason: 'hidden' };
  if (isOwn(hit)) return { done: false, reason: 'ours' };
  // What lies over it would get a person's click: the agent must look again.
  if (!isInside(hit, node)) return { done: false, reason: 'hidden' };
  if (capture.isMasked(hit)) return { done: false, reason: 'masked' };
  return { element: hit, ...inOwnWindow(hit, point) };
};

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the anchor is, scrolled into the window if need be. */
const visiblePoint = (
  { capture, document }: Pick<ControlNeeds, 'capture' | 'document'>,
  node: Node,
  anchor: Anchor,
): Point | null => {
  const point = placeAnchor(capture, anchor);
  if (point !== null && isInWindow(document, point)) return point;
  const element = dom.asElement(node) ?? dom.asElement(dom.parentNode(node));
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  const moved = placeAnchor(capture, anchor);
  return moved !== null && isInWindow(document, moved) ? moved : null;
};

const isInWindow = (document: Document, { x, y }: Point): boolean => {
  const view = dom.defaultView(document);
  return view !== null && x >= 0 && y >= 0 && x < view.innerWidth && y < view.innerHeight;
};

const isInside = (hit: Node, node: Node): boolean => {
  for (let each: Node | null = hit; each !== null; each = around(each)) if (each === node) return true;
  // A label's or link's box can have holes that show what is around it; so can text.
  return dom.nodeType(node) === 3 && dom.parentNode(node) === hit;
};

const inOwnWindow = (element: Element, { x, y }: Point): Point => {
  const frame = dom.ownerDocument(element)?.defaultView?.frameElement ?? null;
  if (frame === null) return { x, y };
  const outer = inOwnWindow(frame, { x, y });
  const rect = dom.rectOf(frame);
  const style = dom.computedStyle(frame);
  return {
    x:
      outer.x -
      rect.left -
      (Number.parseFloat(style.borderLeftWidth) || 0) -
      (Number.parseFloat(style.paddingLeft) || 0),
    y:
      outer.y -
      rect.top -
      (Number.parseFloat(style.borderTopWidth) || 0) -
      (Number.parseFloat(style.paddingTop) || 0),
  };
};
