import type { InputActionOf } from '../../protocol/input.ts';
import * as dom from '../masking/natives.ts';
import { fire, modifierFields } from './fire.ts';
import { moveFocus } from './move-focus.ts';
import { asField, replaceSelection, settleChange } from './type-text.ts';

/** Presses and releases a key, and does what a browser does by default for it. */
export const pressKey = (element: Element, { key, code, modifiers }: InputActionOf<'key'>): void => {
  const init = { key, code, ...modifierFields(modifiers) };
  if (fire(element, 'keyboard', 'keydown', init) && dom.isConnected(element)) {
    defaults[key]?.(element, modifiers.shift);
  }
  const last = dom.isConnected(element) ? element : (dom.ownerDocument(element)?.body ?? element);
  fire(last, 'keyboard', 'keyup', init);
};

type Default = (element: Element, shift: boolean) => void;

const scrolled =
  (pages: number): Default =>
  (element) => {
    const view = dom.ownerDocument(element)?.defaultView;
    if (asField(element) === null) view?.scrollBy({ top: pages * view.innerHeight, behavior: 'instant' });
  };

const moved =
  (step: number): Default =>
  (element, shift) => {
    const field = asField(element);
    if (field === null || field.selectionEnd === null) return;
    const from = step < 0 ? (field.selectionStart ?? 0) : field.selectionEnd;
    const at = Math.max(0, Math.min(field.value.length, from + step));
    field.setSelectionRange(
      shift && step > 0 ? (field.selectionStart ?? at) : at,
      shift && step < 0 ? field.selectionEnd : at,
    );
  };

const defaults: Readonly<Record<string, Default | undefined>> = {
  Enter: (element) => enter(element),
  ' ': (element) => {
    if (dom.matches(element, 'button,summary,input:not([type=text])') && asField(element) === null)
      activate(element);
  },
  Backspace: (element) => replaceSelection(element, { text: '', inputType: 'deleteContentBackward' }),
  Delete: (element) => replaceSelection(element, { text: '', inputType: 'deleteContentForward' }),
  Tab: (element, shift) => {
    settleChange(element);
    moveFocus(element, shift ? -1 : 1);
  },
  Escape: (element) => closeDialog(element),
  ArrowLeft: moved(-1),
  ArrowRight: moved(1),
  Home: moved(Number.NEGATIVE_INFINITY),
  End: moved(Number.POSITIVE_INFINITY),
  PageUp: scrolled(-0.9),
  PageDown: scrolled(0.9),
};

const activate = (element: Element): void => {
  fire(element, 'pointer', 'click', { detail: 0 });
};

const enter = (element: Element): void => {
  if (dom.matches(element, 'a[href],button,summary')) {
    activate(element);
    return;
  }
  const field = asField(element);
  if (field === null || dom.htmlName(element) === 'textarea') {
    replaceSelection(element, { text: field === null ? '' : '\n', inputType: 'insertLineBreak' });
    return;
  }
  settleChange(element);
  const { form } = field;
  if (form === null) return;
  const button = dom.elementQueryAll(form, 'button:not([type]),[type=submit],[type=image]')[0];
  if (button !== undefined) activate(button);
  else HTMLFormElement.prototype.requestSubmit.call(form);
};

const closeDialog = (element: Element): void => {
  const open = [...dom.documentQueryAll(dom.ownerDocument(element) ?? document, 'dialog:modal')].pop();
  if (open === undefined) return;
  if (dom.dispatchEvent(open, new Event('cancel', { cancelable: true })))
    HTMLDialogElement.prototype.close.call(open);
};
