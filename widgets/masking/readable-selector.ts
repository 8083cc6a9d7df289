/** Whether this browser can match the selector. */
const isReadable = (selector: string): boolean => {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    return false;
  }
};

/** One selector for all that must be hidden. What the browser can't read might have meant anything, so it hides everything. */
export const hidingSelector = (selectors: readonly string[]): string =>
  selectors.every(isReadable) ? selectors.join(',') : '*';

/** One selector for all that may be shown; null for none. What the browser can't read shows nothing. */
export const showingSelector = (selectors: readonly string[]): string | null =>
  selectors.filter(isReadable).join(',') || null;
