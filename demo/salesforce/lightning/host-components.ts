import * as v from 'valibot';
import { insertIntoReply } from '../../console/reply-box.ts';
import { textOfInsert } from '../../console/text-of-insert.ts';
import { PageReference } from './lightning-page.ts';
import type { SubTabs } from './sub-tabs.ts';

/** Gives the package's components what the platform would: Apex, the email composer, sub-tabs. */
export const hostComponents = (tabs: SubTabs): void => {
  const navigate = (asked: unknown, label = 'Handrail'): void => {
    const page = v.parse(PageReference, asked);
    if (page.type === 'standard__component') {
      tabs.open(page, label);
      return;
    }
    tabs.showCase();
    insertIntoReply(textOfInsert(fieldOf(page.state.defaultFieldValues, 'HtmlBody')));
  };
  globalThis.lightningPage = {
    isConsole: document.body.dataset.app === 'console',
    callApex,
    navigate,
    openSubtab: ({ page, label }) => navigate(page, label),
    openingPage: () => tabs.opening(),
  };
};

const callApex = async (name: string, values: unknown): Promise<unknown> => {
  const answer = await fetch(`/lightning/apex/${name.replace('.', '/')}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(values ?? {}),
  });
  if (!answer.ok) throw new Error(`Apex answered ${answer.status}.`);
  return answer.json();
};

const fieldOf = (encoded: string, name: string): string => {
  const found = encoded.split(',').find((pair) => pair.startsWith(`${name}=`));
  return decodeURIComponent(found?.slice(name.length + 1) ?? '');
};
