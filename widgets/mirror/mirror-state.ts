import { openStates } from '../../protocol/page.ts';
import * as dom from '../masking/natives.ts';
import type { BodyReader } from './body-reader.ts';

/** What no tree says of mirrored nodes: done once all of a body's nodes are in place. */
export interface MirrorState {
  later(work: () => void): void;
  scroll(node: Node, x: number, y: number): void;
  settle(): void;
  /** The picture changed its size by itself, as images came: what was scrolled is scrolled again. */
  rescroll(): void;
  restart(): void;
}

export const createMirrorState = (): MirrorState => {
  let work: (() => void)[] = [];
  let offsets = new Map<Node, readonly [x: number, y: number]>();

  let isQueued = false;

  const scrollAgain = (): void => {
    isQueued = false;
    for (const [node, [x, y]] of offsets) {
      if (dom.isConnected(node)) scrollTo(node, x, y);
      else offsets.delete(node);
    }
  };

  return {
    later: (each) => work.push(each),
    scroll: (node, x, y) => {
      offsets.set(node, [x, y]);
      scrollTo(node, x, y);
    },
    settle: () => {
      const now = work;
      work = [];
      for (const each of now) each();
    },
    rescroll: () => {
      // Each scrolling lays the page out: once for all that came together.
      if (isQueued) return;
      isQueued = true;
      queueMicrotask(scrollAgain);
    },
    restart: () => {
      work = [];
      offsets = new Map();
    },
  };
};

const scrollElement = Element.prototype.scrollTo as (this: Element, options: ScrollToOptions) => void;

const scrollTo = (node: Node, x: number, y: number): void => {
  const type = dom.nodeType(node);
  if (type === 9) dom.defaultView(node as Document)?.scrollTo({ left: x, top: y, behavior: 'instant' });
  // What a shadow root is said to have scrolled is nothing that it could.
  if (type === 1) scrollElement.call(node as Element, { left: x, top: y, behavior: 'instant' });
};

const setInput = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
const setTextArea = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
/** Kinds of `input` that refuse dots. */
const strictTypes = new Set(['number', 'date', 'time', 'datetime-local', 'month', 'week', 'email', 'url']);

/** Shows what a field shows to the agent. */
export const showValue = (element: Element, text: string): void => {
  if (element.localName === 'textarea') setTextArea?.call(element, text);
  if (element.localName !== 'input') return;
  const input = element as HTMLInputElement;
  if (input.type === 'file') return;
  if (strictTypes.has(input.type) && text.includes('•')) {
    input.setAttribute('type', 'text');
    input.size = text.length;
  }
  setInput?.call(input, text);
};

export const showTicks = (element: Element, bits: number): void => {
  if (element.localName !== 'input') return;
  const input = element as HTMLInputElement;
  input.checked = (bits & 1) === 1;
  input.indeterminate = (bits & 2) === 2;
};

export const showChosen = (element: Element, positions: ReadonlySet<number>): void => {
  if (element.localName !== 'select') return;
  for (const [index, option] of [...(element as HTMLSelectElement).options].entries()) {
    option.selected = positions.has(index);
  }
};

export const readChosen = (reader: BodyReader): ReadonlySet<number> => {
  const positions = new Set<number>();
  for (let count = reader.number(); count > 0; count--) positions.add(reader.number());
  return positions;
};

/** Opens or closes a dialog or popover in the top layer. The keyboard stays where the agent has it. */
export const showOpen = (element: Element, state: number): void => {
  if (!dom.isConnected(element)) return;
  const keyboard = window.document.activeElement;
  const { hidePopover, showPopover } = HTMLElement.prototype;
  if (dom.matches(element, ':popover-open')) hidePopover.call(element as HTMLElement);
  if (state === openStates.popover && dom.attribute(element, 'popover') !== null)
    showPopover.call(element as HTMLElement);
  if (element.localName === 'dialog') showDialog(element as HTMLDialogElement, state);
  if (keyboard !== window.document.activeElement && keyboard instanceof HTMLElement) keyboard.focus();
};

const showDialog = (dialog: HTMLDialogElement, state: number): void => {
  if (dialog.open && dialog.matches(':modal')) dialog.close();
  dialog.removeAttribute('open');
  if (state === openStates.open) dialog.setAttribute('open', '');
  if (state === openStates.modal) dialog.showModal();
};
