/**
 * Opens the live view. To be called by a click: the window is opened before the address is asked for, or the browser would
 * block it. Null when it is open; the address to show as a link when the browser blocked the window all the same.
 */
export const openLiveView = async (address: () => Promise<string | null>): Promise<string | null> => {
  const view = window.open('about:blank', '_blank');
  try {
    const url = await address();
    if (!view) return url;
    if (url === null) view.close();
    else goTo(view, url);
    return null;
  } catch (error) {
    view?.close();
    throw error;
  }
};

const goTo = (view: Window, url: string): void => {
  // The live view shall not reach back into the page beside the case.
  view.opener = null;
  view.location.replace(url);
};
