import * as dom from '../masking/natives.ts';
import type { BodyWriter } from './body-writer.ts';
import type { SheetWatch } from './style-sheets.ts';
import { sheetText } from './style-sheets.ts';

/** Numbers the sheets that documents and shadow roots adopt: each is sent once, however many adopt it. */
export interface AdoptedSheets {
  /** Writes the sheets of a root: how many, then for each its number, and its text when it is new. */
  write(root: Document | ShadowRoot): void;
  /** Writes the changes of all sheets that were sent, and of each root that now adopts others. */
  writeChanges(write: SheetChangeWriter): void;
  /** Whether `writeChanges` would write anything. */
  hasChanges(): boolean;
  /** All documents and shadow roots that were written. */
  roots(): readonly (Document | ShadowRoot)[];
  restart(): void;
}

interface SheetChangeWriter {
  adopted(root: Document | ShadowRoot): void;
  replaced(sheet: number, css: string): void;
  extended(sheet: number, css: string): void;
}

interface Needs {
  readonly writer: BodyWriter;
  readonly watch: SheetWatch;
  /** Whether a root is still part of what is captured. */
  isCaptured(root: Node): boolean;
  /** What may leave of rules, in the page's or a frame's own terms. */
  leavingRules(css: string, root: Node): string;
}

const isSameList = (a: readonly CSSStyleSheet[], b: readonly CSSStyleSheet[]): boolean =>
  a.length === b.length && a.every((sheet, index) => sheet === b[index]);

export const createAdoptedSheets = ({ writer, watch, isCaptured, leavingRules }: Needs): AdoptedSheets => {
  let numbers = new Map<CSSStyleSheet, { readonly number: number; readonly root: Document | ShadowRoot }>();
  let roots = new Map<Document | ShadowRoot, readonly CSSStyleSheet[]>();

  const write = (root: Document | ShadowRoot): void => {
    const sheets = [...dom.ofRoot(root, 'adoptedStyleSheets')];
    roots.set(root, sheets);
    writer.number(sheets.length);
    for (const sheet of sheets) {
      const known = numbers.get(sheet);
      writer.number(known?.number ?? numbers.size + 1);
      writer.number(known ? 0 : 1);
      if (known) continue;
      numbers.set(sheet, { number: numbers.size + 1, root });
      watch.sent(sheet);
      writer.text(leavingRules(sheetText(sheet), root));
    }
  };

  const knownRoots = (): readonly (Document | ShadowRoot)[] => {
    for (const root of roots.keys()) if (!isCaptured(root)) roots.delete(root);
    return [...roots.keys()];
  };

  return {
    write,
    roots: knownRoots,
    hasChanges: () =>
      [...roots].some(([root, sheets]) => !isSameList(sheets, dom.ofRoot(root, 'adoptedStyleSheets'))) ||
      [...numbers.keys()].some((sheet) => watch.changeOf(sheet).name !== 'same'),
    writeChanges: (changed) => {
      for (const root of knownRoots()) {
        if (!isSameList(roots.get(root) ?? [], dom.ofRoot(root, 'adoptedStyleSheets'))) changed.adopted(root);
      }
      for (const [sheet, { number, root }] of numbers) {
        const change = watch.changeOf(sheet);
        if (change.name === 'same') continue;
        watch.sent(sheet);
        if (change.name === 'extended') changed.extended(number, leavingRules(change.css, root));
        else changed.replaced(number, leavingRules(sheetText(sheet), root));
      }
    },
    restart: () => {
      numbers = new Map();
      roots = new Map();
    },
  };
};
