import * as dom from './natives.ts';
import { isSensitiveText, withoutCards } from './sensitive-text.ts';

const dot = '•';
const sensitiveLength = 8;
const longest = 2000;

/** What `autocomplete` says of payment details, passwords and codes (HTML, autofill field names). */
const sensitivePurpose = /(^|\s)(cc-[a-z-]+|one-time-code|current-password|new-password)(\s|$)/i;

/** Kinds of `input` into which nobody types; their value is no text of the visitor's. */
const untyped = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'image', 'range', 'color']);
/** Kinds whose `value` attribute is their label. */
const labelled = new Set(['button', 'submit', 'reset']);
const never = new Set(['hidden', 'file']);

/** Decides what the agent sees of a field. */
export interface Fields {
  /** Whether a person types, chooses or ticks here. */
  isField(element: Element): boolean;
  /** A password, a card number or the like: always eight dots, never acted on. */
  isSensitive(element: Element): boolean;
  /** What the field shows to the agent; null when it has no text to show. */
  shown(element: Element): string | null;
  /** What may leave of an attribute around fields: pages repeat there what is typed, to size or style a field by it. */
  repeated(around: Element, text: string): string;
  /** What is really in it, to be remembered by the scrubber; null unless the field is sensitive. */
  secret(element: Element): string | null;
}

/** Whether the `value` attribute of this input is the label of a button. */
export const isLabelledByValue = (element: Element): boolean =>
  dom.htmlName(element) === 'input' && labelled.has(dom.inputType(element as HTMLInputElement));

/** What is typed into a field; null for what nobody types into. */
export const typedValue = (element: Element): string | null => {
  const name = dom.htmlName(element);
  if (name === 'textarea') return dom.textAreaValue(element as HTMLTextAreaElement);
  if (name !== 'input') return null;
  const type = dom.inputType(element as HTMLInputElement);
  return untyped.has(type) || never.has(type) ? null : dom.inputValue(element as HTMLInputElement);
};

const chosenValue = (element: Element): string | null => {
  if (dom.htmlName(element) !== 'input') return null;
  const type = dom.inputType(element as HTMLInputElement);
  return type === 'range' || type === 'color' ? dom.inputValue(element as HTMLInputElement) : null;
};

export const createFields = (showSelector: string | null): Fields => {
  // A password that is revealed, or a card number with one digit deleted, is still one.
  const onceSensitive = new WeakSet<Element>();

  const isSensitive = (element: Element): boolean => {
    const value = typedValue(element);
    if (value === null) return false;
    if (onceSensitive.has(element)) return true;
    const sensitive =
      (dom.htmlName(element) === 'input' && dom.inputType(element as HTMLInputElement) === 'password') ||
      sensitivePurpose.test(dom.attribute(element, 'autocomplete') ?? '') ||
      isSensitiveText(value);
    if (sensitive) onceSensitive.add(element);
    return sensitive;
  };

  const shown = (element: Element): string | null => {
    const value = typedValue(element);
    if (value === null) return chosenValue(element);
    if (isSensitive(element)) return value === '' ? '' : dot.repeat(sensitiveLength);
    if (showSelector !== null && dom.matches(element, showSelector)) return withoutCards(value);
    return value.slice(0, longest).replace(/[^\n]/g, dot);
  };

  return {
    isField: (element) => /^(input|textarea|select)$/.test(dom.htmlName(element)),
    isSensitive,
    shown,
    repeated: (around, text) => {
      for (const field of text === '' ? [] : dom.elementQueryAll(around, 'input,textarea')) {
        if (typedValue(field) === text) return shown(field) ?? '';
      }
      return text;
    },
    secret: (element) => (isSensitive(element) ? typedValue(element) : null),
  };
};
