import * as dom from '../masking/natives.ts';
import type { PictureTag } from './picture-styles.ts';
import { escaped } from './xml-text.ts';

const html = 'http://www.w3.org/1999/xhtml';

/** Elements that are more than a box with rules; every other is one. */
const kept = new Set(
  `a abbr b bdi bdo br button caption cite code col colgroup dd del details dfn dl dt em fieldset h1 h2 h3 h4 h5 h6 hr i img input ins
kbd label legend li mark menu meter ol optgroup option output p pre progress q rp rt ruby s samp select small span strong sub summary sup
table tbody td textarea tfoot th thead time tr u ul var wbr`.split(/\s+/),
);

/** What an element needs of its attributes beside its rules. */
const needed: Readonly<Record<string, readonly string[]>> = {
  img: ['src', 'alt'],
  input: ['type', 'src', 'placeholder', 'disabled', 'min', 'max', 'step', 'size'],
  textarea: ['placeholder', 'disabled'],
  select: ['multiple', 'size', 'disabled'],
  button: ['disabled'],
  progress: ['value', 'max'],
  meter: ['value', 'min', 'max', 'low', 'high', 'optimum'],
  li: ['value'],
  ol: ['start', 'reversed', 'type'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan'],
  col: ['span'],
  colgroup: ['span'],
  details: ['open'],
};

/** What an element is called in the picture. */
export const tagOf = (element: Element): PictureTag => {
  const namespace = dom.namespaceUri(element);
  if (namespace !== html) return { namespace, name: dom.localName(element) };
  const name = nameOf(element);
  return { namespace, name, ...(name === 'input' && { type: dom.inputType(element as HTMLInputElement) }) };
};

/** As XML, each with a space before it. Addresses are the mirror's own: `blob:`, `data:`, or parts of the document. */
export const attributesOf = (element: Element): string => {
  if (dom.namespaceUri(element) !== html) {
    return dom
      .attributeNames(element)
      .filter((name) => name !== 'style' && name !== 'class' && !/^(on|xmlns)/i.test(name))
      .map((name) => written(name, dom.attribute(element, name)))
      .join('');
  }
  const name = nameOf(element);
  const plain = (needed[name] ?? []).map((each) => written(each, dom.attribute(element, each)));
  return [...plain, ...stateOf(element, name)].join('');
};

const nameOf = (element: Element): string => {
  const name = dom.localName(element);
  if (name === 'video') return 'div';
  return kept.has(name) ? name : 'div';
};

const stateOf = (element: Element, name: string): readonly string[] => {
  if (name !== 'input') return [];
  const input = element as HTMLInputElement;
  if (dom.inputType(input) === 'file') return [];
  return [written('value', dom.inputValue(input)), dom.inputChecked(input) ? written('checked', '') : ''];
};

const written = (name: string, value: string | null): string =>
  value === null || !isXmlName.test(name) ? '' : ` ${name}="${escaped(value)}"`;

const isXmlName = /^(xlink:)?[A-Za-z_][\w.-]*$/;
