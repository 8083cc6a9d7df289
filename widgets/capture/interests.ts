/** The attribute names that the page's own style rules select on: the only `data-*` attributes that may leave. */
export interface Interests {
  has(name: string): boolean;
  /** Reads rules as text, and returns the names that are new. */
  readText(css: string): readonly string[];
  /** Reads the selectors of a sheet, and returns the names that are new. */
  readSheet(sheet: CSSStyleSheet): readonly string[];
}

const selected = /\[\s*([a-zA-Z][\w-]*)|attr\(\s*([\w-]+)/g;

export const createInterests = (): Interests => {
  const names = new Set<string>();

  const readText = (css: string): readonly string[] => {
    const found: string[] = [];
    for (const [, attribute, shown] of css.matchAll(selected)) {
      const name = attribute ?? shown ?? '';
      if (!names.has(name)) found.push(name);
      names.add(name);
    }
    return found;
  };

  return { has: (name) => names.has(name), readText, readSheet: (sheet) => readText(selectorsOf(sheet)) };
};

const mostRules = 20_000;

/** The selectors of all style rules of a sheet that this page may read; empty for one of another origin. */
const selectorsOf = (sheet: CSSStyleSheet): string => {
  const selectors: string[] = [];
  const waiting: (CSSRuleList | null)[] = [rulesOf(sheet)];
  for (let list = waiting.pop(); list !== undefined; list = waiting.pop()) {
    for (const rule of list ?? []) {
      if (selectors.length >= mostRules) return selectors.join();
      if (rule instanceof CSSStyleRule && /[[]/.test(rule.selectorText)) selectors.push(rule.selectorText);
      if (rule instanceof CSSStyleRule && /content/.test(rule.style.cssText))
        selectors.push(rule.style.content);
      if ('cssRules' in rule) waiting.push(rule.cssRules as CSSRuleList);
    }
  }
  return selectors.join();
};

/** The rules of a sheet; null when it is of another origin or still loading. */
export const rulesOf = (sheet: CSSStyleSheet): CSSRuleList | null => {
  try {
    return sheet.cssRules;
  } catch {
    return null;
  }
};
