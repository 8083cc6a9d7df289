import * as dom from '../masking/natives.ts';
import { fire } from './fire.ts';

type Editable = HTMLInputElement | HTMLTextAreaElement;

/** Puts characters where the keyboard is. */
export const typeText = (element: Element, text: string): void => {
  replaceSelection(element, { text, inputType: 'insertText' });
};

interface Edit {
  readonly text: string;
  readonly inputType: 'insertText' | 'insertLineBreak' | 'deleteContentBackward' | 'deleteContentForward';
}

/** Edits a field or an editor, with the events that a browser would send. */
export const replaceSelection = (element: Element, edit: Edit): void => {
  const field = asField(element);
  if (field === null) {
    if (!(element as HTMLElement).isContentEditable) return;
    // Editors made of elements keep their own history; this is the one way that goes through it.
    dom.ownerDocument(element)?.execCommand(commands[edit.inputType], false, edit.text);
    return;
  }
  if (field.readOnly || field.disabled) return;
  const data = edit.text || null;
  if (!fire(field, 'input', 'beforeinput', { data, inputType: edit.inputType })) return;
  const before = currentText(field);
  const [start, end] = rangeOf(field, before, edit);
  const next = before.slice(0, start) + edit.text + before.slice(end);
  if (next === before || isTooLong(field, before, next)) return;
  setValue(field, next);
  moveCaret(field, start + edit.text.length);
  fire(field, 'input', 'input', { data, inputType: edit.inputType });
  changed.add(field);
};

/** Fields that the agent edited, whose `change` event is still to come, as when a person leaves them. */
const changed = new WeakSet<Element>();

/** Sends `change` if the field was edited since it last was sent. */
export const settleChange = (element: Element): void => {
  if (changed.delete(element)) dom.dispatchEvent(element, new Event('change', { bubbles: true }));
};

const commands = {
  insertText: 'insertText',
  insertLineBreak: 'insertParagraph',
  deleteContentBackward: 'delete',
  deleteContentForward: 'forwardDelete',
} as const;

const untyped = /^(checkbox|radio|button|submit|reset|image|file|hidden|range|color)$/;

/** The element as a field into which text is typed. */
export const asField = (element: Element): Editable | null => {
  const name = dom.htmlName(element);
  if (name === 'textarea') return element as HTMLTextAreaElement;
  return name === 'input' && !untyped.test(dom.inputType(element as HTMLInputElement))
    ? (element as HTMLInputElement)
    : null;
};

const currentText = (field: Editable): string =>
  dom.htmlName(field) === 'input'
    ? dom.inputValue(field as HTMLInputElement)
    : dom.textAreaValue(field as HTMLTextAreaElement);

/** The browser's own setter: frameworks put theirs on the element to notice scripts, and must see this as typed. */
const setValue = (field: Editable, value: string): void => {
  if (dom.htmlName(field) === 'input') dom.setInputValue(field as HTMLInputElement, value);
  else dom.setTextAreaValue(field as HTMLTextAreaElement, value);
};

const rangeOf = (field: Editable, value: string, { inputType }: Edit): readonly [number, number] => {
  const start = field.selectionStart ?? value.length;
  const end = field.selectionEnd ?? value.length;
  if (start !== end) return [start, end];
  if (inputType === 'deleteContentBackward') return [Math.max(0, start - lengthBefore(value, start)), start];
  if (inputType === 'deleteContentForward') return [start, Math.min(value.length, start + 1)];
  return [start, end];
};

/** A character outside the first 65,536 is two units long. */
const lengthBefore = (value: string, at: number): number =>
  /[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(value.slice(0, at)) ? 2 : 1;

const isTooLong = (field: Editable, before: string, next: string): boolean =>
  field.maxLength >= 0 && next.length > field.maxLength && next.length > before.length;

const moveCaret = (field: Editable, at: number): void => {
  // Some kinds of field (number, e-mail) have no caret that scripts can move.
  if (field.selectionStart !== null) field.setSelectionRange(at, at);
};
