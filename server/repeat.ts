import type { Logger } from 'pino';

interface RepeatNeeds {
  readonly everyMs: number;
  readonly log: Pick<Logger, 'error'>;
}

/** Work that comes round again. A round that fails is logged; the next one comes all the same. */
export interface Repeated {
  start(): void;
  /** No further round; waits for the one that runs. */
  stop(): Promise<void>;
}

/** Does `work` every so often, never two rounds at once. */
export const repeat = ({ everyMs, log }: RepeatNeeds, work: () => Promise<void>): Repeated => {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();

  const round = async () => {
    try {
      await work();
    } catch (error) {
      log.error({ err: error }, 'A chore failed');
    }
  };

  const schedule = () => {
    timer = setTimeout(() => {
      running = round().then(() => {
        if (timer) schedule();
      });
    }, everyMs);
    timer.unref();
  };

  return {
    start: schedule,
    stop: async () => {
      if (timer) clearTimeout(timer);
      timer = null;
      await running;
    },
  };
};
