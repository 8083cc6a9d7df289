import { openStates, pageOps } from '../../protocol/page.ts';
import type { Fields } from '../masking/fields.ts';
import * as dom from '../masking/natives.ts';
import type { BodyWriter } from './body-writer.ts';

/** Writes what no attribute says: what fields show, what is ticked, chosen, open, scrolled. */
export interface StateWriter {
  field(element: Element, id: number): void;
  /** Whether a field shows something else than what was last written of it. */
  hasChanged(element: Element): boolean;
  scroll(node: Node, id: number): void;
  opened(element: Element, id: number): void;
}

interface Needs {
  readonly writer: BodyWriter;
  readonly fields: Fields;
  scrub(text: string): string;
  /** Learns what is in a sensitive field. */
  remember(secret: string, field: Element): void;
}

export const createStateWriter = ({ writer, fields, scrub, remember }: Needs): StateWriter => {
  const written = new WeakMap<Element, string>();

  const look = (element: Element): FieldState => {
    const secret = fields.secret(element);
    if (secret !== null) remember(secret, element);
    const shown = fields.shown(element);
    return {
      shown: shown === null ? null : scrub(shown),
      ticks: ticksOf(element),
      chosen: chosenIn(element),
    };
  };

  return {
    hasChanged: (element) => written.get(element) !== signature(look(element)),
    field: (element, id) => {
      const state = look(element);
      written.set(element, signature(state));
      if (state.shown !== null) {
        writer.number(pageOps.value);
        writer.number(id);
        writer.text(state.shown);
      }
      if (state.ticks !== null) for (const each of [pageOps.checked, id, state.ticks]) writer.number(each);
      if (state.chosen === null) return;
      for (const each of [pageOps.selected, id, state.chosen.length, ...state.chosen]) writer.number(each);
    },
    scroll: (node, id) => {
      const { x, y } = scrollOf(node);
      writer.number(pageOps.scrolled);
      writer.number(id);
      writer.signed(x);
      writer.signed(y);
    },
    opened: (element, id) => {
      for (const each of [pageOps.opened, id, openStateOf(element)]) writer.number(each);
    },
  };
};

interface FieldState {
  readonly shown: string | null;
  readonly ticks: number | null;
  readonly chosen: readonly number[] | null;
}

const signature = ({ shown, ticks, chosen }: FieldState): string =>
  `${shown}|${ticks}|${chosen === null ? '' : chosen.join()}`;

const ticksOf = (element: Element): number | null => {
  if (dom.htmlName(element) !== 'input') return null;
  const input = element as HTMLInputElement;
  const type = dom.inputType(input);
  if (type !== 'checkbox' && type !== 'radio') return null;
  return (dom.inputChecked(input) ? 1 : 0) + (dom.inputIndeterminate(input) ? 2 : 0);
};

const chosenIn = (element: Element): readonly number[] | null => {
  if (dom.htmlName(element) !== 'select') return null;
  const select = element as HTMLSelectElement;
  if (!dom.selectMultiple(select)) {
    const index = dom.selectedIndex(select);
    return index < 0 ? [] : [index];
  }
  return [...dom.selectOptions(select)].flatMap((option, index) =>
    dom.optionSelected(option) ? [index] : [],
  );
};

/** How far an element, or a document's window, is scrolled: whole CSS pixels, negative in right-to-left boxes. */
export const scrollOf = (node: Node): { readonly x: number; readonly y: number } => {
  if (dom.nodeType(node) !== 9) {
    return { x: Math.round(dom.scrollLeft(node as Element)), y: Math.round(dom.scrollTop(node as Element)) };
  }
  const view = dom.defaultView(node as Document);
  return { x: Math.round(view?.scrollX ?? 0), y: Math.round(view?.scrollY ?? 0) };
};

/** How a dialog or popover is open. */
const openStateOf = (element: Element): number => {
  if (dom.matches(element, ':popover-open')) return openStates.popover;
  if (dom.htmlName(element) !== 'dialog' || !dom.dialogOpen(element as HTMLDialogElement))
    return openStates.closed;
  return dom.matches(element, ':modal') ? openStates.modal : openStates.open;
};
