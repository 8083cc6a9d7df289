import { pageOps } from '../../protocol/page.ts';
import { leavingCss } from '../masking/leaving-css.ts';
import * as dom from '../masking/natives.ts';
import { type AdoptedSheets, createAdoptedSheets } from './adopted-sheets.ts';
import type { BodyWriter } from './body-writer.ts';
import { createInterests, type Interests } from './interests.ts';
import type { NodeIds } from './node-ids.ts';
import { createSheetWatch, styleText } from './style-sheets.ts';

/** The page's own rules: those of `style` elements and of adopted sheets. Linked sheets go as addresses only. */
export interface Styles {
  readonly adopted: AdoptedSheets;
  readonly interests: Interests;
  /** Writes the rules of a `style` element, or only those that were added. */
  writeStyle(element: Element, id: number): void;
  /** Writes what became of adopted sheets. */
  writeAdoptedChanges(): void;
  /** Whether scripts changed the rules of a `style` element since they were written. */
  hasChanged(element: Element): boolean;
}

interface Needs {
  readonly ids: NodeIds;
  readonly writer: BodyWriter;
  scrub(css: string): string;
  /** The page's rules select on attributes that they did not select on before. */
  onInterest(names: readonly string[]): void;
}

export const createStyles = ({ ids, writer, scrub, onInterest }: Needs): Styles => {
  const watch = createSheetWatch();
  const interests = createInterests();

  const leavingRules = (css: string, node: Node): string => {
    const names = interests.readText(css);
    if (names.length > 0) onInterest(names);
    return scrub(leavingCss(css, dom.baseUri(node) ?? ''));
  };
  const adopted = createAdoptedSheets({
    writer,
    watch,
    isCaptured: (root) => ids.idOf(root) !== undefined,
    leavingRules,
  });
  const write = (op: number, target: number, css: string): void => {
    writer.number(op);
    writer.number(target);
    writer.text(css);
  };

  return {
    adopted,
    interests,
    writeStyle: (element, id) => {
      const sheet = sheetOf(element);
      const change = sheet === null ? null : watch.changeOf(sheet);
      if (sheet !== null) watch.sent(sheet);
      if (change?.name === 'extended') {
        return write(pageOps.styleExtended, id, leavingRules(change.css, element));
      }
      write(pageOps.style, id, leavingRules(textOf(element), element));
    },
    writeAdoptedChanges: () =>
      adopted.writeChanges({
        adopted: (root) => {
          writer.number(pageOps.adopted);
          writer.number(ids.idOf(root) ?? 0);
          adopted.write(root);
        },
        replaced: (sheet, css) => write(pageOps.sheetReplaced, sheet, css),
        extended: (sheet, css) => write(pageOps.sheetExtended, sheet, css),
      }),
    hasChanged: (element) => {
      const sheet = sheetOf(element);
      return sheet !== null && watch.changeOf(sheet).name !== 'same';
    },
  };
};

const sheetOf = (element: Element): CSSStyleSheet | null =>
  dom.htmlName(element) === 'style' ? dom.styleSheet(element as HTMLStyleElement) : null;

const textOf = (element: Element): string =>
  dom.htmlName(element) === 'style'
    ? styleText(element as HTMLStyleElement)
    : (dom.textContent(element) ?? '');
