import { around } from './around.ts';
import * as dom from './natives.ts';

/** Knows text that people type into the page itself: editors made of elements, not of fields. */
export interface Typing {
  /** Sees an element; remembers it when it can be typed into. */
  see(element: Element): void;
  /** Whether a text stands where people type, and the tenant doesn't allow it to be shown. */
  isTyped(text: Text): boolean;
}

export const createTyping = (showSelector: string | null): Typing => {
  let hasEditors = false;

  const isEditor = (element: Element): boolean => {
    const editable = dom.attribute(element, 'contenteditable');
    return editable !== null && editable.toLowerCase() !== 'false';
  };

  return {
    see: (element) => {
      hasEditors ||= isEditor(element);
    },
    isTyped: (text) => {
      if (dom.ownerDocument(text)?.designMode === 'on') return true;
      if (!hasEditors) return false;
      for (let node = around(text); node !== null; node = around(node)) {
        const element = dom.asElement(node);
        if (element === null) continue;
        if (showSelector !== null && dom.matches(element, showSelector)) return false;
        if (isEditor(element)) return true;
      }
      return false;
    },
  };
};
