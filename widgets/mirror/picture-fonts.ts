import * as dom from '../masking/natives.ts';

/** The rules of the fonts that a document and its frames and shadow roots have, of these families only. */
export const fontRulesOf = (document: Document, families: ReadonlySet<string>): string => {
  const rules = new Set<string>();
  for (const root of rootsOf(document)) {
    const sheets = [...dom.ofRoot(root, 'styleSheets'), ...dom.ofRoot(root, 'adoptedStyleSheets')];
    for (const sheet of sheets) collect(sheet.cssRules, families, rules);
  }
  return [...rules].join('\n');
};

const collect = (list: CSSRuleList, families: ReadonlySet<string>, into: Set<string>): void => {
  for (const rule of list) {
    // By its name: it belongs to the mirror's window, whose classes are others.
    if (rule.constructor.name === 'CSSFontFaceRule') {
      const family = (rule as CSSFontFaceRule).style.getPropertyValue('font-family');
      if (families.has(family.replaceAll(/^["']|["']$/g, ''))) into.add(rule.cssText);
    } else if ('cssRules' in rule) collect(rule.cssRules as CSSRuleList, families, into);
  }
};

const rootsOf = function* (root: Document | ShadowRoot): Generator<Document | ShadowRoot> {
  yield root;
  const all =
    dom.nodeType(root) === 9
      ? dom.documentQueryAll(root as Document, '*')
      : dom.fragmentQueryAll(root as ShadowRoot, '*');
  for (const element of all) {
    const shadow = dom.openShadowRoot(element);
    if (shadow) yield* rootsOf(shadow);
    const inner = dom.htmlName(element) === 'iframe' ? dom.frameDocument(element as HTMLIFrameElement) : null;
    if (inner) yield* rootsOf(inner);
  }
};
