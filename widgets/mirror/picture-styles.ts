import * as dom from '../masking/natives.ts';

/** What an element looks like, as rules for a `style` attribute; what it has by its name or by its parent is left out. */
export interface PictureStyles {
  /** `tag`: the name that it will have. `parent`: null for the outermost. */
  of(style: CSSStyleDeclaration, tag: PictureTag, parent: CSSStyleDeclaration | null): string;
}

export interface PictureTag {
  readonly namespace: string | null;
  readonly name: string;
  /** Of an `input`. */
  readonly type?: string;
}

const html = 'http://www.w3.org/1999/xhtml';
const svg = 'http://www.w3.org/2000/svg';

/** Logical properties, which have physical twins; what moves or is only for a pointer; what hangs on others. */
const left =
  /^(animation|transition|scroll|overscroll|view-|timeline|app-region|d$|cursor|pointer-events|user-|will-change|content$|counter|orphans|widows|page|perspective-origin|transform-origin|contain-|interactivity|-webkit-(app|highlight|locale|print|tap|user|rtl|line-break|mask|box-(?!orient)|margin|transform|perspective))|(^|-)(inline|block)(-|$)|^border-(start|end)-/;

/** Comes from the parent unless something is said; others begin anew. */
const inherited =
  /^(border-collapse|border-spacing|caption-side|color|color-scheme|direction|empty-cells|fill|font|hyphens|image-rendering|letter-spacing|line-height|list-style|marker|overflow-wrap|paint-order|quotes|ruby|shape-rendering|stroke|tab-size|text-(align|anchor|indent|orientation|rendering|shadow|transform|wrap|underline)|visibility|white-space|word-|writing-mode|-webkit-(text|font|border-spacing))/;

export const createPictureStyles = (blank: Document): PictureStyles => {
  const defaults = new Map<string, ReadonlyMap<string, string>>();
  const names = namesIn(blank);

  const defaultsOf = (tag: PictureTag): ReadonlyMap<string, string> => {
    const key = `${tag.namespace} ${tag.name} ${tag.type ?? ''}`;
    const known = defaults.get(key);
    if (known) return known;
    const read = readDefaults(blank, tag, names);
    defaults.set(key, read);
    return read;
  };

  return {
    of: (style, tag, parent) => {
      const byName = defaultsOf(tag);
      const color = style.getPropertyValue('color');
      const rules: string[] = [];
      for (const name of names) {
        const value = style.getPropertyValue(name);
        // Colors are the text's unless something else is said.
        if (name.endsWith('-color') && name !== 'background-color' && value === color) continue;
        const isFromParent =
          parent === null || !inherited.test(name) || value === parent.getPropertyValue(name);
        if (value !== byName.get(name) || !isFromParent) rules.push(`${name}:${value}`);
      }
      const isTurned = ['transform', 'translate', 'rotate', 'scale', 'perspective'].some(
        (name) => style.getPropertyValue(name) !== 'none',
      );
      if (isTurned) rules.push(`transform-origin:${style.transformOrigin}`);
      return rules.join(';');
    },
  };
};

const viewOf = (blank: Document): Window => {
  const view = dom.defaultView(blank);
  if (view === null) throw new Error('A blank document has a window.');
  return view;
};

const namesIn = (blank: Document): readonly string[] =>
  [...viewOf(blank).getComputedStyle(blank.documentElement)].filter((name) => !left.test(name));

const readDefaults = (
  blank: Document,
  { namespace, name, type }: PictureTag,
  names: readonly string[],
): ReadonlyMap<string, string> => {
  const element = blank.createElementNS(namespace ?? html, name);
  if (type) element.setAttribute('type', type);
  const parent = namespace === svg && name !== 'svg' ? blank.createElementNS(svg, 'svg') : null;
  parent?.append(element);
  blank.body.append(parent ?? element);
  const style = viewOf(blank).getComputedStyle(element);
  const values = new Map(names.map((each) => [each, style.getPropertyValue(each)]));
  (parent ?? element).remove();
  return values;
};
