import { isAllowedAttribute, urlAttributes } from './allowed-attributes.ts';
import { chosenImage } from './chosen-image.ts';
import { type Fields, isLabelledByValue, typedValue } from './fields.ts';
import { leavingCss } from './leaving-css.ts';
import { leavingUrl } from './leaving-url.ts';
import * as dom from './natives.ts';
import type { TextUse } from './scrubber.ts';

/** Decides attributes: nothing leaves that is not on the list. */
export interface LeavingAttributes {
  /** The names of an element's attributes that may leave. */
  names(element: Element): readonly string[];
  /** Whether an attribute of this name may leave at all. */
  allows(element: Element, name: string): boolean;
  /** What may leave of one attribute; null: nothing. */
  value(element: Element, name: string): string | null;
}

interface Needs {
  scrub(text: string, use: TextUse): string;
  readonly fields: Pick<Fields, 'repeated'>;
  /** Whether the page's own style rules select on this attribute. */
  isSelectedOn(name: string): boolean;
}

/** Words for people; all other attributes hold a page together. */
const words =
  /^(aria-(label|description|valuetext|placeholder|roledescription)|abbr|alt|label|placeholder|summary|title|value)$/;
const valued = new Set(['li', 'progress', 'meter']);
/** Elements of which only the place matters to the page's style rules. */
const bare = new Set(['script', 'noscript', 'template', 'meta', 'base']);
/** What the page's rules may select on, but is never a matter of looks. */
const neverSelected =
  /^(on|src|href|action|formaction|ping|nonce|value|content|integrity|download|cite|data$)/;

export const createLeavingAttributes = ({ scrub, fields, isSelectedOn }: Needs): LeavingAttributes => {
  const allows = (element: Element, name: string): boolean => {
    if (bare.has(dom.localName(element))) return false;
    // What a field shows is decided by `Fields` alone.
    if (/^aria-value(now|text)$/.test(name) && typedValue(element) !== null) return false;
    // A frame's name is a letter box between pages, not a matter of looks.
    if (name === 'name' && /^i?frame$/.test(dom.localName(element))) return false;
    if (isAllowedAttribute(name) || urlAttributes.has(name)) return true;
    if (name === 'value') return valued.has(dom.htmlName(element)) || isLabelledByValue(element);
    if (name === 'rel') return dom.htmlName(element) === 'link';
    if (name === 'srcset') return dom.htmlName(element) === 'img';
    if (!isSelectedOn(name) || neverSelected.test(name)) return false;
    return name.startsWith('data-') || dom.localName(element).includes('-');
  };

  return {
    allows,
    names: (element) => {
      if (bare.has(dom.localName(element))) return [];
      return dom.attributeNames(element).filter((name) => allows(element, name));
    },
    value: (element, name) => {
      if (!allows(element, name)) return null;
      const value = dom.attribute(element, name);
      if (value === null) return null;
      if (urlAttributes.has(name)) return addressOf(element, name, value);
      if (name === 'srcset') return chosenImage(element as HTMLImageElement)?.density ?? null;
      if (words.test(name)) return scrub(value, 'words');
      if (!isAllowedAttribute(name)) return scrub(fields.repeated(element, value), 'structure');
      // `fill` and its like name their paint as rules do.
      const isRule = name === 'style' || value.includes('(');
      return scrub(isRule ? leavingCss(value, dom.baseUri(element) ?? '') : value, 'structure');
    },
  };
};

const addressOf = (element: Element, name: string, value: string): string | null => {
  const base = dom.baseUri(element) ?? '';
  switch (dom.localName(element)) {
    case 'a':
    case 'area':
      return name === 'href' || name === 'xlink:href' ? '#' : null;
    case 'img':
      return name === 'src' ? leavingUrl(chosenImage(element as HTMLImageElement)?.url || value, base) : null;
    case 'link':
      return name === 'href' && isStyleSheet(element) ? leavingUrl(value, base) : null;
    case 'input':
    case 'video':
      return name === 'src' && dom.localName(element) === 'video' ? null : leavingUrl(value, base);
    case 'image':
    case 'feImage':
      return leavingUrl(value, base);
    default:
      // SVG refers to parts of its own document; nothing else needs an address.
      return value.trim().startsWith('#') ? value.trim() : null;
  }
};

const isStyleSheet = (link: Element): boolean =>
  /(^|\s)stylesheet(\s|$)/i.test(dom.attribute(link, 'rel') ?? '') &&
  !/(^|\s)alternate(\s|$)/i.test(dom.attribute(link, 'rel') ?? '');
