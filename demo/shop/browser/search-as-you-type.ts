const afterMs = 150;

/** Shows results while somebody types, on the page that lists products. Elsewhere, and without script, the form does it. */
export const searchAsYouType = (): void => {
  const field = document.querySelector<HTMLInputElement>('.search input');
  if (!field || location.pathname !== '/') return;
  let waiting = 0;
  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void search(field), afterMs);
  });
};

const search = async (field: HTMLInputElement): Promise<void> => {
  const query = field.value;
  const address = query === '' ? '/' : `/?q=${encodeURIComponent(query)}`;
  const answer = await fetch(address).catch(() => null);
  // A later search has the say, and a failed one changes nothing.
  if (!answer?.ok || field.value !== query) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const selector of ['[data-results]', '#list-title']) {
    const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
    if (old && fresh) old.replaceChildren(...fresh.childNodes);
  }
  document.querySelector('.hero')?.toggleAttribute('hidden', query !== '');
  history.replaceState(null, '', address);
};
