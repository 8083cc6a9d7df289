import type { InputActionOf } from '../../protocol/input.ts';
import { around } from '../masking/around.ts';
import * as dom from '../masking/natives.ts';
import type { Target } from './find-target.ts';
import { fire, modifierFields } from './fire.ts';

/** Moves the pointer over an element: menus that open on hovering do. */
export const hover = ({ element, x, y }: Target): void => {
  const at = { clientX: x, clientY: y };
  for (const type of ['pointerover', 'pointerenter', 'pointermove']) fire(element, 'pointer', type, at);
  for (const type of ['mouseover', 'mouseenter', 'mousemove']) fire(element, 'mouse', type, at);
};

/** Presses and releases the main button, with the events and the default actions in a browser's order. */
export const click = (target: Target, { count, modifiers }: InputActionOf<'click'>): void => {
  hover(target);
  const { element, x, y } = target;
  const held = modifierFields(modifiers);
  const at = { clientX: x, clientY: y, button: 0, detail: count, ...held };
  const goesOn = fire(element, 'pointer', 'pointerdown', { ...at, buttons: 1 });
  const focuses = goesOn ? fire(element, 'mouse', 'mousedown', { ...at, buttons: 1 }) : true;
  if (focuses) focusNear(element);
  fire(element, 'pointer', 'pointerup', at);
  if (goesOn) fire(element, 'mouse', 'mouseup', at);
  if (!dom.isConnected(element)) return;
  fire(element, 'pointer', 'click', at);
  if (count === 2) fire(element, 'mouse', 'dblclick', at);
};

const focusable = 'a[href],button,input,select,textarea,summary,[tabindex],[contenteditable],iframe';

/** Focuses the nearest thing that can have the keyboard; what has it loses it when there is none. */
const focusNear = (element: Element): void => {
  for (let node: Node | null = element; node !== null; node = around(node)) {
    const each = dom.asElement(node);
    if (each === null || !dom.matches(each, focusable) || dom.matches(each, ':disabled')) continue;
    (each as HTMLElement).focus({ preventScroll: true });
    return;
  }
  const active = dom.ownerDocument(element)?.activeElement;
  if (active instanceof HTMLElement) active.blur();
};
