import * as dom from '../masking/natives.ts';
import { rulesOf } from './interests.ts';

/** What became of a sheet since it was last looked at. */
type SheetChange =
  | { readonly name: 'same' }
  | { readonly name: 'extended'; readonly css: string }
  | { readonly name: 'replaced' };

/** Notices what scripts do to sheets: rules inserted, deleted, replaced. No mutation record tells it. */
export interface SheetWatch {
  /** Takes the sheet as it is now to be what was sent. */
  sent(sheet: CSSStyleSheet): void;
  changeOf(sheet: CSSStyleSheet): SheetChange;
}

interface Seen {
  readonly count: number;
  readonly last: CSSRule | null;
  /** The whole text of a small sheet, whose rules may be edited in place. */
  readonly text: string | null;
}

const smallSheet = 20;

export const createSheetWatch = (): SheetWatch => {
  const seen = new WeakMap<CSSStyleSheet, Seen>();

  return {
    sent: (sheet) => seen.set(sheet, look(sheet)),
    changeOf: (sheet) => {
      const before = seen.get(sheet);
      const now = look(sheet);
      if (before === undefined) return { name: 'replaced' };
      if (before.count === now.count && before.last === now.last && before.text === now.text) {
        return { name: 'same' };
      }
      const rules = rulesOf(sheet);
      const grown = now.count > before.count && before.last === (rules?.[before.count - 1] ?? null);
      if (!grown || before.text !== firstRules(sheet, before)) return { name: 'replaced' };
      return { name: 'extended', css: rulesText([...(rules ?? [])].slice(before.count)) };
    },
  };
};

/** The text of the rules that were there before, when that was small enough to be kept. */
const firstRules = (sheet: CSSStyleSheet, before: Seen): string | null =>
  before.text === null ? null : rulesText([...(rulesOf(sheet) ?? [])].slice(0, before.count));

const look = (sheet: CSSStyleSheet): Seen => {
  const rules = rulesOf(sheet);
  const count = rules?.length ?? 0;
  return {
    count,
    last: rules?.[count - 1] ?? null,
    text: count <= smallSheet ? rulesText([...(rules ?? [])]) : null,
  };
};

const rulesText = (rules: readonly CSSRule[]): string => rules.map((rule) => rule.cssText).join('\n');

/** All rules of a sheet, as text. */
export const sheetText = (sheet: CSSStyleSheet): string => rulesText([...(rulesOf(sheet) ?? [])]);

/** The text of a `style` element; its rules instead when scripts have changed them so that the text no longer says them. */
export const styleText = (style: HTMLStyleElement): string => {
  const text = dom.textContent(style) ?? '';
  const sheet = dom.styleSheet(style);
  if (sheet === null) return '';
  const count = rulesOf(sheet)?.length ?? 0;
  if (count === 0) return '';
  return countRules(text) === count ? text : sheetText(sheet);
};

const countRules = (text: string): number => {
  if (!text.trim()) return 0;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  // A constructed sheet ignores @import, which the element's own sheet counts.
  return sheet.cssRules.length + (text.match(/@import\b/gi)?.length ?? 0);
};
