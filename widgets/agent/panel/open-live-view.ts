import type { HostBridge } from '../../host/host-bridge.ts';

/**
 * Opens the live view: inside of the console where it has a place for it, or else in a window of its own. To be called by a click. Null
 * when it is open; the address to show as a link when the browser blocked the window.
 */
export const openLiveView = async (
  address: () => Promise<string | null>,
  inConsole: HostBridge['openLiveView'] = null,
): Promise<string | null> => {
  if (!inConsole) return openWindow(address);
  const url = await address();
  if (url === null || (await inConsole(url))) return null;
  return openWindow(async () => url);
};

/** The window is opened before the address is asked for, or the browser would block it. */
const openWindow = async (address: () => Promise<string | null>): Promise<string | null> => {
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
