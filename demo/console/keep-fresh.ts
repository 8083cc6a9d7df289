import { fetchPage } from './fetch-page.ts';

const everyMs = 2_000;

const conversation = (page: Document): HTMLElement | null => page.querySelector('[data-conversation]');

/** Shows what was added to the conversation meanwhile: a note from elsewhere, a customer's answer. */
export const keepFresh = (): void => {
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
  fresh.lastElementChild?.scrollIntoView({ block: 'end' });
};
