const triesEveryMs = 2_000;

/** The time to ask the server again: soon, or at once when the network comes back. */
export const nextTry = (): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, triesEveryMs);
    addEventListener('online', go);
  });
