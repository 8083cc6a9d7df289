import { type Box, boxDisplays, boxPositions } from '../../protocol/page.ts';
import * as dom from '../masking/natives.ts';
import type { BodyReader } from './body-reader.ts';

/** Reads the numbers of a masked element's box. */
export const readBox = (reader: BodyReader): Box => ({
  display: reader.number(),
  position: reader.number(),
  width: reader.number(),
  height: reader.number(),
  left: reader.signed(),
  top: reader.signed(),
  margins: [reader.signed(), reader.signed(), reader.signed(), reader.signed()],
});

const pattern = 'repeating-linear-gradient(135deg,#c9ced6 0 6px,#b8bec8 6px 12px)';

// The fields of a form shadow its own functions by their names.
const { replaceChildren, removeAttribute, setAttribute } = Element.prototype;

/** Makes an element the opaque box that stands for what it hides. */
export const showBox = (element: Element, box: Box): void => {
  replaceChildren.call(element);
  for (const name of dom.attributeNames(element)) removeAttribute.call(element, name);
  const rules: string[] = [
    'box-sizing:border-box',
    'appearance:none',
    'border:0',
    'padding:0',
    'overflow:hidden',
    'color:transparent',
    `background:${pattern}`,
    'border-radius:4px',
    `display:${boxDisplays[box.display] ?? 'block'}`,
    `position:${boxPositions[box.position] ?? 'static'}`,
    `width:${box.width}px`,
    `height:${box.height}px`,
    `margin:${box.margins.map((margin) => `${margin}px`).join(' ')}`,
  ];
  if (box.position > 0) rules.push(`left:${box.left}px`, `top:${box.top}px`);
  setAttribute.call(element, 'style', rules.join(';'));
};
