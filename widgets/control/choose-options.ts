import * as dom from '../masking/natives.ts';

/** Chooses options of a `select`, with the events that a browser would send. */
export const chooseOptions = (element: Element, positions: readonly number[]): void => {
  if (dom.htmlName(element) !== 'select') return;
  const select = element as HTMLSelectElement;
  if (select.disabled) return;
  const chosen = new Set(dom.selectMultiple(select) ? positions : positions.slice(0, 1));
  for (const [index, option] of [...dom.selectOptions(select)].entries()) {
    if (!option.disabled) dom.setOptionSelected(option, chosen.has(index));
  }
  dom.dispatchEvent(select, new Event('input', { bubbles: true, composed: true }));
  dom.dispatchEvent(select, new Event('change', { bubbles: true }));
};
