/** The part of a console page that shows one case. It is replaced when another one is opened; the app column is not. */
export const caseElement = (page: Document = document): HTMLElement => {
  const found = page.querySelector<HTMLElement>('main[data-case]');
  if (!found) throw new Error('The page shows no case.');
  return found;
};

/** What the server says about the case that is open, for scripts. */
export const caseFacts = (page: Document = document): unknown =>
  JSON.parse(caseElement(page).querySelector('script[type="application/json"]')?.textContent ?? 'null');
