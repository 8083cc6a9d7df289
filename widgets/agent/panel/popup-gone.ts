import { wait } from '../wait.ts';

const everyMs = 500;
/** A popup that has just done its work is closed, too: then the outcome comes first. */
const goneAfterMs = 2_500;

/**
 * Waits until a popup has said for a while that it is closed. It may be wrong: once it has been on a page with a cross-origin
 * opener policy, it always says so.
 */
export const popupGone = async (popup: Window, signal: AbortSignal): Promise<void> => {
  for (let closedMs = 0; closedMs < goneAfterMs && !signal.aborted; ) {
    await wait(everyMs, signal);
    closedMs = popup.closed ? closedMs + everyMs : 0;
  }
};
