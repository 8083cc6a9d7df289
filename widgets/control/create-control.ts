import type { InputAction, InputBody } from '../../protocol/input.ts';
import { around } from '../masking/around.ts';
import * as dom from '../masking/natives.ts';
import { chooseOptions } from './choose-options.ts';
import { click, hover } from './click.ts';
import type { Control, ControlNeeds, ControlOutcome } from './control.ts';
import { findTarget, type Target } from './find-target.ts';
import { findKeyboard } from './keyboard.ts';
import { pressKey } from './press-key.ts';
import { scrollAt } from './scroll-at.ts';
import { typeText } from './type-text.ts';

export type { Control } from './control.ts';

/** Makes what acts on the visitor's page for the agent: on nothing that is masked, hidden or ours, and never while the visitor acts. */
export const createControl = (needs: ControlNeeds): Control => {
  const { visitor } = needs;

  const at = (find: Target | ControlOutcome, work: (target: Target) => void): ControlOutcome => {
    if ('done' in find) return find;
    const view = dom.ownerDocument(find.element)?.defaultView;
    if (view) visitor.watch(view);
    work(find);
    return { done: true };
  };
  const perform = (action: InputAction): ControlOutcome => {
    switch (action.type) {
      case 'move':
        return at(findTarget(needs, action.at), hover);
      case 'click':
        return at(pressed(findTarget(needs, action.at)), (target) => click(target, action));
      case 'scroll':
        return at(findTarget(needs, action.at), (target) => scrollAt(target, action));
      case 'choose':
        return at(findTarget(needs, { node: action.node, dx: 1, dy: 1 }), (target) => {
          chooseOptions(target.element, action.options);
        });
      case 'text':
        return at(findKeyboard(needs), ({ element }) => typeText(element, action.text));
      case 'key':
        return at(pressed(findKeyboard(needs)), ({ element }) => pressKey(element, action));
    }
  };

  return {
    act: ({ page, action }: InputBody): ControlOutcome => {
      const current = needs.currentPage();
      if (page.stream !== current?.stream || page.epoch !== current.epoch)
        return { done: false, reason: 'stale' };
      if (visitor.isBusy()) return { done: false, reason: 'busy' };
      return perform(action);
    },
  };
};

const pressed = (find: Target | ControlOutcome): Target | ControlOutcome =>
  'element' in find && opensPicker(find.element) ? { done: false, reason: 'impossible' } : find;

/** A file is chosen by the person whose file it is: neither its field nor the field's label is pressed for them. */
const opensPicker = (element: Element): boolean => {
  for (let node: Node | null = element; node !== null; node = around(node)) {
    const each = dom.asElement(node);
    if (each === null) continue;
    const field = dom.htmlName(each) === 'label' ? (each as HTMLLabelElement).control : each;
    if (field !== null && dom.matches(field, 'input[type=file]')) return true;
  }
  return false;
};
