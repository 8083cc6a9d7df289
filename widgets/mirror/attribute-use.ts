import { isAllowedAttribute } from '../masking/allowed-attributes.ts';

/** What becomes of an attribute in the mirror. */
export type AttributeUse =
  | { readonly name: 'plain' }
  /** A style attribute: its rules are checked first. */
  | { readonly name: 'style' }
  /** An address: what is behind it is fetched by the live view. */
  | { readonly name: 'image' }
  /** The density of the image that the visitor's browser chose. */
  | { readonly name: 'density' }
  | { readonly name: 'sheet' }
  | { readonly name: 'refused' };

const plainValues = new Set(['li', 'progress', 'meter', 'input']);
const pictured: Readonly<Record<string, readonly string[]>> = {
  img: ['src'],
  input: ['src'],
  video: ['poster'],
  image: ['href', 'xlink:href'],
  feImage: ['href', 'xlink:href'],
};
const neverByName =
  /^(on|src|href|xlink|action|formaction|ping|nonce|content|integrity|download|http-equiv|target|rel$|style|value|name$|is$|sandbox|allow|csp|data$|code|archive|manifest|profile|cite|longdesc|usemap|background|attributename|to$|from$|by$|values$|poster|dynsrc|lowsrc)/i;

/**
 * The mirror's own list: what the visitor's side sent is not trusted. `tag` is the name that was sent, not the element that was made.
 */
export const attributeUse = (tag: string, attribute: string, value: string): AttributeUse => {
  const local = tag.replace(/^[sm]:/, '');
  if (attribute === 'style') return { name: 'style' };
  if (local === 'link' && attribute === 'href') return { name: 'sheet' };
  if (pictured[local]?.includes(attribute)) return { name: 'image' };
  if (local === 'img' && attribute === 'srcset') return { name: 'density' };
  if (attribute === 'href' || attribute === 'xlink:href') {
    return value.startsWith('#') ? { name: 'plain' } : { name: 'refused' };
  }
  if (attribute === 'value') return plainValues.has(local) ? { name: 'plain' } : { name: 'refused' };
  return isPlain(tag, attribute, value) && !pointsOut(value) ? { name: 'plain' } : { name: 'refused' };
};

const isPlain = (tag: string, attribute: string, value: string): boolean => {
  if (isAllowedAttribute(attribute)) return true;
  if (/^data-[a-z0-9_.-]+$/.test(attribute)) return true;
  // What an unknown attribute of a custom element says can only be a word that rules select on.
  const isCustom = tag.includes('-') && !tag.includes(':');
  return (
    isCustom && /^[a-z][a-z0-9_-]*$/.test(attribute) && !neverByName.test(attribute) && !/[:/]/.test(value)
  );
};

/** A presentation attribute such as `fill` may name a part of its own document only. */
const pointsOut = (value: string): boolean =>
  /url\(\s*["']?\s*[^#"'\s]/i.test(value) || (value.includes('(') && value.includes('\\'));
