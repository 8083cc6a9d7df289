import type { InputAction, InputBody } from '../../protocol/input.ts';
import { chooseOptions } from './choose-options.ts';
import { click, hover } from './click.ts';
import type { Control, ControlNeeds, ControlOutcome } from './control.ts';
import { findTarget, type Target } from './find-target.ts';
import { findKeyboard } from './keyboard.ts';
import { pressKey } from './press-key.ts';
import { scrollAt } from './scroll-at.ts';
import { typeText } from './type-text.ts';
import { watchVisitor } from './watch-visitor.ts';

export type { Control } from './control.ts';

/** Makes what acts on the visitor's page for the agent: on nothing that is masked, hidden or ours, and never while the visitor acts. */
export const createControl = (needs: ControlNeeds): Control => {
  const now = needs.now ?? (() => performance.now());
  const visitor = watchVisitor({ now, isOwn: needs.isOwn });

  const at = (find: Target | ControlOutcome, work: (target: Target) => void): ControlOutcome => {
    if ('done' in find) return find;
    work(find);
    return { done: true };
  };
  const perform = (action: InputAction): ControlOutcome => {
    switch (action.type) {
      case 'move':
        return at(findTarget(needs, action.at), hover);
      case 'click':
        return at(findTarget(needs, action.at), (target) => click(target, action));
      case 'scroll':
        return at(findTarget(needs, action.at), (target) => scrollAt(target, action));
      case 'choose':
        return at(findTarget(needs, { node: action.node, dx: 1, dy: 1 }), (target) => {
          chooseOptions(target.element, action.options);
        });
      case 'text':
        return at(findKeyboard(needs), ({ element }) => typeText(element, action.text));
      case 'key':
        return at(findKeyboard(needs), ({ element }) => pressKey(element, action));
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
    stop: visitor.stop,
  };
};
