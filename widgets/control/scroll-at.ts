import type { InputActionOf } from '../../protocol/input.ts';
import { around } from '../masking/around.ts';
import * as dom from '../masking/natives.ts';
import type { Target } from './find-target.ts';
import { fire } from './fire.ts';

/** Turns the wheel: the nearest thing that can still scroll that way does, as in a browser. */
export const scrollAt = ({ element, x, y }: Target, { deltaX, deltaY }: InputActionOf<'scroll'>): void => {
  if (!fire(element, 'wheel', 'wheel', { clientX: x, clientY: y, deltaX, deltaY, deltaMode: 0 })) return;
  for (let node: Node | null = element; node !== null; node = around(node)) {
    const each = dom.asElement(node);
    if (each === null || !canScroll(each, deltaX, deltaY)) continue;
    each.scrollBy({ left: deltaX, top: deltaY, behavior: 'instant' });
    return;
  }
};

const canScroll = (element: Element, deltaX: number, deltaY: number): boolean => {
  const isRoot = element === dom.ownerDocument(element)?.scrollingElement;
  const style = dom.computedStyle(element);
  const scrolls = (overflow: string): boolean =>
    isRoot ? overflow !== 'hidden' : /auto|scroll/.test(overflow);
  const down =
    scrolls(style.overflowY) &&
    hasRoom(element.scrollTop, element.scrollHeight - element.clientHeight, deltaY);
  const across =
    scrolls(style.overflowX) &&
    hasRoom(Math.abs(element.scrollLeft), element.scrollWidth - element.clientWidth, deltaX);
  return down || across;
};

const hasRoom = (offset: number, most: number, delta: number): boolean =>
  delta > 0 ? offset < most - 1 : delta < 0 && offset > 0;
