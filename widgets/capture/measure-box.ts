import { type Box, boxDisplays, boxPositions } from '../../protocol/page.ts';
import * as dom from '../masking/natives.ts';

const pixels = (length: string): number => Math.round(Number.parseFloat(length)) || 0;

/** A flex or grid container is a block to what is around it; `inline` would have no size. */
const displayOf = (display: string): number => {
  const known = (boxDisplays as readonly string[]).indexOf(display);
  if (known >= 0) return known;
  return display.startsWith('inline') ? 1 : 0;
};

/** The place that a masked element takes, in numbers alone: no class, no style, nothing that could say more. */
export const measureBox = (element: Element): Box => {
  const rect = dom.rectOf(element);
  const style = dom.computedStyle(element);
  return {
    display: displayOf(style.display),
    position: Math.max(0, (boxPositions as readonly string[]).indexOf(style.position)),
    width: Math.round(rect.width),
    height: Math.round(rect.height),
    left: pixels(style.left),
    top: pixels(style.top),
    margins: [
      pixels(style.marginTop),
      pixels(style.marginRight),
      pixels(style.marginBottom),
      pixels(style.marginLeft),
    ],
  };
};
