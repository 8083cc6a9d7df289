import { caseElement } from './case-element.ts';
import { fetchPage } from './fetch-page.ts';
import { showNewest } from './keep-fresh.ts';

/** Opens other cases in place, as agents' consoles do: the panel's frame goes on. */
export const switchCases = (onSwitched: () => void): { open(address: string): Promise<void> } => {
  const open = async (address: string, asNew: boolean): Promise<void> => {
    const page = await fetchPage(address);
    if (!page) return location.assign(address);
    if (asNew) history.pushState(null, '', address);
    document.title = page.title;
    replace('[data-rail]', page);
    replace('main[data-case]', page);
    showNewest();
    caseElement().querySelector('h1')?.focus();
    onSwitched();
  };

  document.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element &&
      event.target.closest<HTMLAnchorElement>('[data-rail] a, a[data-open]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void open(link.href, true);
  });
  window.addEventListener('popstate', () => void open(location.href, false));
  return { open: (address) => open(address, true) };
};

const replace = (selector: string, page: Document): void => {
  const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
  if (old && fresh) old.replaceWith(fresh);
};
