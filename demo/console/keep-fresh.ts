import { fetchPage } from './fetch-page.ts';

const everyMs = 2_000;

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
  const [old, fresh] = [conversation(document), page && conversation(page)];
  const changed = old && fresh && old.dataset.conversation !== fresh.dataset.conversation;
  // Another case may have been opened while we waited.
  if (!changed || location.href !== address) return;
  old.replaceWith(fresh);
  showNewest();
};

/** Scrolls the conversation alone, and not the page that it may be part of. */
export const showNewest = (): void => {
  const list = conversation(document);
  if (list) list.scrollTop = list.scrollHeight;
};
