const budgetMs = 8;

interface SliceNeeds {
  now(): number;
  /** Whether the work is still wanted. */
  isWanted(): boolean;
}

/**
 * Runs a long piece of work 8 ms at a time. Between two slices the page's own tasks run: a message to oneself waits in the same
 * queue as they do, which `scheduler.yield` jumps and timers wait too long for.
 */
export const runInSlices = (work: Generator<void, void>, { now, isWanted }: SliceNeeds): Promise<void> =>
  new Promise((resolve, reject) => {
    const channel = new MessageChannel();
    const finish = (settle: () => void): void => {
      channel.port1.close();
      settle();
    };
    const slice = (): void => {
      try {
        const end = now() + budgetMs;
        while (isWanted()) {
          if (work.next().done) break;
          if (now() < end) continue;
          channel.port2.postMessage(null);
          return;
        }
        finish(resolve);
      } catch (error) {
        finish(() => reject(error));
      }
    };
    channel.port1.onmessage = slice;
    slice();
  });
