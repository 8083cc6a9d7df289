import type { ComponentPage } from './lightning-page.ts';

/** The console's sub-tabs: the case itself, and components of the package beside it. */
export interface SubTabs {
  /** Opens a component in a tab of its own, and shows it. */
  open(page: ComponentPage, label: string): void;
  /** Back to the case. */
  showCase(): void;
  /** What the component that is being put into its tab was opened for. */
  opening(): ComponentPage | null;
}

/** `bar` is a list of tabs in a landmark that is hidden while there is but the case; `room` is where their components go. */
export const createSubTabs = (bar: HTMLElement, room: HTMLElement): SubTabs => {
  let opening: ComponentPage | null = null;
  let last = 0;

  const show = (tab: HTMLElement): void => {
    const id = tab.dataset.tab ?? '';
    for (const one of bar.querySelectorAll<HTMLElement>('[role="tab"]')) {
      one.setAttribute('aria-selected', String(one === tab));
      one.tabIndex = one === tab ? 0 : -1;
    }
    for (const one of room.querySelectorAll<HTMLElement>('[role="tabpanel"]')) one.hidden = one.id !== id;
    document.body.toggleAttribute('data-in-subtab', id !== '');
  };
  const caseTab = tabNamed(bar, '');

  bar.addEventListener('click', (event) => {
    const tab = event.target instanceof Element && event.target.closest<HTMLElement>('[role="tab"]');
    if (tab) show(tab);
  });
  bar.addEventListener('keydown', (event) => {
    const tabs = [...bar.querySelectorAll<HTMLElement>('[role="tab"]')];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs.findIndex((tab) => tab.matches(':focus'));
    const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    show(next);
    next.focus();
  });

  return {
    open: (page, label) => {
      last += 1;
      const id = `subtab-${last}`;
      const panel = panelOf(id, label);
      room.append(panel);
      const tab = tabOf(id, label);
      bar.append(tab);
      bar.closest('nav')?.removeAttribute('hidden');
      opening = page;
      panel.append(globalThis.lightningComponent(page.attributes.componentName.replace('c__', '')));
      opening = null;
      show(tab);
    },
    showCase: () => show(caseTab),
    opening: () => opening,
  };
};

const tabNamed = (bar: HTMLElement, id: string): HTMLElement => {
  const found = bar.querySelector<HTMLElement>(`[data-tab="${id}"]`);
  if (!found) throw new Error('The console has no tab for its case.');
  return found;
};

const tabOf = (id: string, label: string): HTMLElement => {
  const tab = document.createElement('button');
  tab.type = 'button';
  tab.role = 'tab';
  tab.id = `${id}-tab`;
  tab.dataset.tab = id;
  tab.setAttribute('aria-controls', id);
  tab.textContent = label;
  return tab;
};

const panelOf = (id: string, label: string): HTMLElement => {
  const panel = document.createElement('div');
  panel.id = id;
  panel.role = 'tabpanel';
  panel.setAttribute('aria-label', label);
  const heading = document.createElement('h1');
  heading.className = 'unseen';
  heading.textContent = label;
  panel.append(heading);
  return panel;
};
