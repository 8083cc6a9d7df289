import * as dom from '../masking/natives.ts';
import { attributesOf, tagOf } from './picture-attributes.ts';
import type { PictureStyles, PictureTag } from './picture-styles.ts';
import { escaped } from './xml-text.ts';

/** What goes into the picture. */
export interface PictureTree {
  readonly xml: string;
  /** Font families that are named anywhere in it. */
  readonly families: ReadonlySet<string>;
}

interface Walk {
  readonly styles: PictureStyles;
  readonly families: Set<string>;
  readonly width: number;
  readonly height: number;
  /** Elements that may still come. */
  left: number;
}

interface Place {
  /** Null for the outermost. */
  readonly parent: CSSStyleDeclaration | null;
  /** Where the document is in the picture. */
  readonly x: number;
  readonly y: number;
}

interface Drawn {
  readonly xml: string;
  /** Something of it is inside the picture. */
  readonly seen: boolean;
}

/** A page with more is not drawn. */
const mostElements = 20_000;
const nothing: Drawn = { xml: '', seen: false };

/** Writes a document as it looks now, shadow roots and frames in their places, every element with its own rules. What lies outside of the picture is left out. */
export const writePictureTree = (
  document: Document,
  styles: PictureStyles,
  size: { readonly width: number; readonly height: number },
): PictureTree => {
  const walk: Walk = { styles, families: new Set(), ...size, left: mostElements };
  const xml = documentOf(walk, document, { parent: null, x: 0, y: 0 });
  return { xml, families: walk.families };
};

const documentOf = (walk: Walk, document: Document, place: Place): string => {
  const root = dom.documentElement(document);
  const view = dom.defaultView(document);
  if (root === null || view === null) return '';
  const { xml } = elementOf(walk, root, place);
  const moved = `position:absolute;left:${-view.scrollX}px;top:${-view.scrollY}px;width:${view.innerWidth}px`;
  return `<div style="position:absolute;inset:0;overflow:hidden;${escaped(canvasOf(root))}"><div style="${moved}">${xml}</div></div>`;
};

/** The background of the whole canvas is the root's, or else the body's. */
const canvasOf = (root: Element): string => {
  const own = styleOf(root);
  const body = childrenOf(root).find(
    (node) => dom.asElement(node) && dom.localName(node as Element) === 'body',
  );
  const isOwn = own.backgroundColor !== 'rgba(0, 0, 0, 0)' || own.backgroundImage !== 'none';
  const style = isOwn || !body ? own : styleOf(body as Element);
  const { backgroundColor, backgroundImage, backgroundRepeat, backgroundSize } = style;
  return `background:${backgroundColor};background-image:${backgroundImage};background-repeat:${backgroundRepeat};background-size:${backgroundSize}`;
};

const elementOf = (walk: Walk, element: Element, place: Place): Drawn => {
  const style = styleOf(element);
  const isDrawing = dom.namespaceUri(element) === 'http://www.w3.org/2000/svg';
  // A hidden drawing may hold the shapes that others refer to.
  if (style.display === 'none' && !isDrawing) return nothing;
  if (walk.left-- <= 0) throw new RangeError('A page has too many elements for a picture.');
  const tag = tagOf(element);
  const children = contentOf(walk, element, { ...place, parent: style });
  const seen = children.seen || isDrawing || isInside(walk, element, place);
  if (!seen && isRigid(style)) {
    // Its place is kept, because what follows stands behind it.
    return { xml: elementXml(walk, { element, tag, style, content: '', place }), seen: false };
  }
  return { xml: elementXml(walk, { element, tag, style, content: children.xml, place }), seen };
};

/** Has its own size whatever is in it. */
const isRigid = ({ display, width, height }: CSSStyleDeclaration): boolean =>
  display !== 'contents' && width.endsWith('px') && height.endsWith('px');

const isInside = ({ width, height }: Walk, element: Element, { x, y }: Place): boolean => {
  const rect = dom.rectOf(element);
  const [left, top] = [rect.left + x, rect.top + y];
  return left < width && top < height && left + rect.width > 0 && top + rect.height > 0;
};

interface Written {
  readonly element: Element;
  readonly tag: PictureTag;
  readonly style: CSSStyleDeclaration;
  readonly content: string;
  readonly place: Place;
}

const elementXml = (walk: Walk, { element, tag, style, content, place }: Written): string => {
  for (const family of style.fontFamily.split(',')) walk.families.add(unquoted(family.trim()));
  const isTop = dom.matches(element, ':modal') || dom.matches(element, ':popover-open');
  // A picture has no use for scrollbars, and by itself it would show others.
  const bars = /auto|scroll/.test(style.overflow) ? ';overflow:hidden' : '';
  const rules = `${walk.styles.of(style, tag, place.parent)}${isTop ? ';z-index:2147483647' : ''}${bars}`;
  const namespace = tag.name === 'svg' || tag.name === 'math' ? ` xmlns="${tag.namespace}"` : '';
  const start = `<${tag.name}${namespace}${attributesOf(element)} style="${escaped(rules)}"`;
  const backdrop = dom.matches(element, ':modal') ? backdropOf(element) : '';
  return `${backdrop}${start}>${content}</${tag.name}>`;
};

const backdropOf = (element: Element): string => {
  const { backgroundColor } = styleOf(element, '::backdrop');
  return `<div style="position:fixed;inset:0;z-index:2147483646;background:${escaped(backgroundColor)}"></div>`;
};

const contentOf = (walk: Walk, element: Element, inside: Place): Drawn => {
  const name = dom.htmlName(element);
  if (name === 'textarea')
    return { xml: escaped(dom.textAreaValue(element as HTMLTextAreaElement)), seen: false };
  if (name === 'select') return { xml: optionsOf(element as HTMLSelectElement), seen: false };
  if (name === 'iframe') return frameOf(walk, element as HTMLIFrameElement, inside);
  const parts = [
    pseudoOf(walk, element, '::before', inside),
    ...childrenOf(element).map((node) => nodeOf(walk, node, inside)),
    pseudoOf(walk, element, '::after', inside),
  ];
  const xml = parts.map((part) => part.xml).join('');
  return { xml: scrolled(element, inside, xml), seen: parts.some((part) => part.seen) };
};

const nodeOf = (walk: Walk, node: Node, inside: Place): Drawn => {
  if (dom.nodeType(node) === 3) return { xml: escaped(dom.textOf(node as Text)), seen: false };
  const element = dom.asElement(node);
  return element === null ? nothing : elementOf(walk, element, inside);
};

/** What is shown in an element, in the order in which it is. */
const childrenOf = (element: Element): readonly Node[] => {
  if (dom.htmlName(element) === 'slot') {
    const assigned = dom.assignedNodes(element as HTMLSlotElement);
    if (assigned.length > 0) return assigned;
  }
  const children: Node[] = [];
  const root = dom.openShadowRoot(element) ?? element;
  for (let node = dom.firstChild(root); node !== null; node = dom.nextSibling(node)) children.push(node);
  return children;
};

const frameOf = (walk: Walk, frame: HTMLIFrameElement, inside: Place): Drawn => {
  const document = dom.frameDocument(frame);
  if (document === null) return nothing;
  const rect = dom.rectOf(frame);
  const pixels = (length: string | undefined): number => Number.parseFloat(length ?? '') || 0;
  const x = inside.x + rect.left + pixels(inside.parent?.borderLeftWidth);
  const y = inside.y + rect.top + pixels(inside.parent?.borderTopWidth);
  const xml = documentOf(walk, document, { parent: inside.parent, x, y });
  return { xml: `<div style="position:relative;width:100%;height:100%">${xml}</div>`, seen: true };
};

const optionsOf = (select: HTMLSelectElement): string =>
  [...dom.selectOptions(select)]
    .map((option) => {
      const chosen = dom.optionSelected(option) ? ' selected=""' : '';
      return `<option${chosen}>${escaped(dom.textContent(option) ?? '')}</option>`;
    })
    .join('');

/** What rules put before and behind an element's content. */
const pseudoOf = (walk: Walk, element: Element, pseudo: '::before' | '::after', inside: Place): Drawn => {
  const style = styleOf(element, pseudo);
  if (style.content === 'none' || style.content === 'normal' || style.display === 'none') return nothing;
  const image = /^url\((".*?")\)/.exec(style.content)?.[1];
  const content = image ? `<img src="${escaped(unquoted(image))}" />` : escaped(textIn(style.content));
  const rules = walk.styles.of(
    style,
    { namespace: 'http://www.w3.org/1999/xhtml', name: 'span' },
    inside.parent,
  );
  for (const family of style.fontFamily.split(',')) walk.families.add(unquoted(family.trim()));
  return { xml: `<span style="${escaped(rules)}">${content}</span>`, seen: false };
};

/** The strings of a `content` value; counters have none. */
const textIn = (content: string): string =>
  [...content.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'))
    .join('');

const unquoted = (text: string): string => text.replaceAll(/^["']|["']$/g, '');

/** A picture does not scroll: what was scrolled in an element is moved by as much. */
const scrolled = (element: Element, { parent }: Place, content: string): string => {
  const [x, y] = [dom.scrollLeft(element), dom.scrollTop(element)];
  const name = dom.htmlName(element);
  if ((x === 0 && y === 0) || name === 'html' || name === 'body' || parent === null) return content;
  const {
    display,
    flexDirection,
    flexWrap,
    gap,
    alignItems,
    justifyContent,
    gridTemplateColumns,
    gridTemplateRows,
  } = parent;
  const inner = display.startsWith('inline') ? 'block' : display;
  const layout = `display:${inner};flex-flow:${flexDirection} ${flexWrap};gap:${gap};align-items:${alignItems};justify-content:${justifyContent};grid-template:${gridTemplateRows} / ${gridTemplateColumns}`;
  const moved = `position:relative;flex:none;left:${-x}px;top:${-y}px;width:100%`;
  return `<div style="${escaped(`${layout};${moved}`)}">${content}</div>`;
};

const styleOf = (element: Element, pseudo?: string): CSSStyleDeclaration => {
  const view = dom.defaultView(dom.ownerDocument(element) ?? window.document);
  return (view ?? window).getComputedStyle(element, pseudo);
};
