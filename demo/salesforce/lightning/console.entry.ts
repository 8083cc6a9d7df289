import { caseElement } from '../../console/case-element.ts';
import { keepFresh } from '../../console/keep-fresh.ts';
import { resizeColumn } from '../../console/resize-column.ts';
import { sendReplies } from '../../console/send-replies.ts';
import { switchCases } from '../../console/switch-cases.ts';
import { hostComponents } from './host-components.ts';
import { createSubTabs } from './sub-tabs.ts';

const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`The console has no ${selector}.`);
  return found;
};

const openCaseId = (): string | null => caseElement().dataset.case ?? null;
const tabs = createSubTabs(find('[data-subtabs]'), find('[data-subtab-room]'));
hostComponents(tabs);

const panel = globalThis.lightningComponent('handrailPanel');
panel.recordId = openCaseId();
find('#panel').append(panel);

switchCases(() => {
  tabs.showCase();
  panel.recordId = openCaseId();
});
document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element) || !event.target.closest('[data-start-handrail]')) return;
  const action = globalThis.lightningComponent('handrailStart');
  action.recordId = openCaseId();
  // A headless action is in the page for as long as it runs.
  document.body.append(action);
  void action.invoke?.().finally(() => action.remove());
});
sendReplies();
keepFresh();
resizeColumn(find('[role="separator"]'));
