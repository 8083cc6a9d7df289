import type { Modifiers } from '../../../protocol/input.ts';
import type { Steering } from './steering.ts';

/** Keys that do something rather than write something. */
const passedOn: ReadonlySet<string> = new Set([
  'Enter',
  'Tab',
  'Backspace',
  'Delete',
  'Escape',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

/** With Ctrl or Command held; all others stay the agent's browser's own. */
const shortcuts: ReadonlySet<string> = new Set(['a', 'z', 'y']);

/** The way out for the keyboard: Tab belongs to the customer's page while the agent steers. */
const leaveKey = 'F6';

/** Turns what happens in a text box that nobody sees into keys and text on the customer's page, input methods included. */
export const typeInto = (box: HTMLTextAreaElement, steering: Steering, leave: () => void): void => {
  const flush = (): void => {
    if (box.value !== '') steering.text(box.value);
    box.value = '';
  };

  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === leaveKey) {
      event.preventDefault();
      return leave();
    }
    const shortcut = (event.ctrlKey || event.metaKey) && shortcuts.has(event.key.toLowerCase());
    if (!shortcut && !passedOn.has(event.key)) return;
    event.preventDefault();
    steering.key(event.key, event.code, modifiersOf(event));
  });
  box.addEventListener('input', (event) => {
    // While an input method composes, the text is not decided yet.
    if (!(event instanceof InputEvent && event.isComposing)) flush();
  });
  box.addEventListener('compositionend', flush);
};

export const modifiersOf = (event: MouseEvent | KeyboardEvent): Modifiers => ({
  alt: event.altKey,
  control: event.ctrlKey,
  meta: event.metaKey,
  shift: event.shiftKey,
});
