import { wait } from '../wait.ts';

/** The first requests may still fail when the browser says that it is online. */
const triesAfterMs = [0, 500, 1_000, 2_000, 4_000, 8_000];

/** Tries until it has worked, or a few times in vain, each time the browser is online again. */
export const onceOnline = (attempt: () => Promise<'works' | 'failed'>, signal: AbortSignal): void => {
  let latest = 0;
  const tryAll = async (): Promise<void> => {
    latest += 1;
    const mine = latest;
    for (const ms of triesAfterMs) {
      await wait(ms, signal);
      if (signal.aborted || mine !== latest || (await attempt()) === 'works') return;
    }
  };
  window.addEventListener('online', () => void tryAll(), { signal });
};
