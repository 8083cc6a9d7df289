import { fetchPage } from './fetch-page.ts';

const everyMs = 2_000;

/** What belongs to the case beside its conversation, and changes from elsewhere. */
const related = (page: Document): HTMLElement | null => page.querySelector('[data-related]');
const conversation = (page: Document): HTMLElement | null => page.querySelector('[data-conversation]');

/** Shows the newest of the conversation, and what is added to it: a note from elsewhere, a customer's answer. */
export const keepFresh = (): void => {
  showNewest();
  setInterval(() => {
    if (document.visibilityState === 'visible') void refreshConversation();
  }, everyMs);
};

/** Looks once, now. */
export const refreshConversation = async (): Promise<void> => {
  const address = location.href;
  const page = await fetchPage(address);
  // Another case may have been opened while we waited.
  if (!page || location.href !== address) return;
  replaceIfChanged(related(document), related(page), 'related');
  if (replaceIfChanged(conversation(document), conversation(page), 'conversation')) showNewest();
};

/** Each says in its data what it shows. */
const replaceIfChanged = (old: HTMLElement | null, fresh: HTMLElement | null, key: string): boolean => {
  if (!old || !fresh || old.dataset[key] === fresh.dataset[key]) return false;
  old.replaceWith(fresh);
  return true;
};

/** Scrolls the conversation alone, and not the page that it may be part of. */
export const showNewest = (): void => {
  const list = conversation(document);
  if (list) list.scrollTop = list.scrollHeight;
};
