import type { Modifiers } from '../../protocol/input.ts';
import * as dom from '../masking/natives.ts';

const constructors = {
  pointer: PointerEvent,
  mouse: MouseEvent,
  wheel: WheelEvent,
  keyboard: KeyboardEvent,
  input: InputEvent,
} as const;

type Init = PointerEventInit & MouseEventInit & WheelEventInit & KeyboardEventInit & InputEventInit;

/** Events that don't bubble, and those that nothing can stop. */
const stays = /enter$|leave$/;
const unstoppable = /enter$|leave$|^input$|^change$/;

/** Dispatches an event as a browser would make it. False when the page stopped its default action. */
export const fire = (
  element: Element,
  kind: keyof typeof constructors,
  type: string,
  init: Init,
): boolean => {
  const Kind = constructors[kind];
  const event = new Kind(type, {
    bubbles: !stays.test(type),
    cancelable: !unstoppable.test(type),
    composed: true,
    view: dom.ownerDocument(element)?.defaultView ?? null,
    ...(kind === 'pointer' ? { pointerId: 1, pointerType: 'mouse', isPrimary: true } : {}),
    ...init,
  });
  return dom.dispatchEvent(element, event);
};

export const modifierFields = ({ alt, control, meta, shift }: Modifiers): EventModifierInit => ({
  altKey: alt,
  ctrlKey: control,
  metaKey: meta,
  shiftKey: shift,
});
