import type { Logger } from 'pino';

interface LaneNeeds {
  /** False when there was nothing to do. */
  readonly runOne: () => Promise<boolean>;
  readonly log: Pick<Logger, 'error'>;
}

interface Lanes {
  start(): void;
  stop(): Promise<void>;
  wake(): void;
}

/** So many jobs at once: one slow CRM doesn't hold up the others. */
const laneCount = 4;
/** How soon it is seen that a job has become due, or that another process left one. */
const lookEveryMs = 1_000;

/** Loops that run what there is and then wait until they are woken or some time has passed. */
export const createLanes = ({ runOne, log }: LaneNeeds): Lanes => {
  let stopping = false;
  let running: readonly Promise<void>[] = [];
  let bell = Promise.withResolvers<void>();

  const wake = (): void => {
    bell.resolve();
    bell = Promise.withResolvers();
  };

  const lane = async (): Promise<void> => {
    while (!stopping) {
      // Taken before looking: a bell that rings during the look is not missed.
      const rung = bell.promise;
      const found = await runOne().catch((error: unknown) => {
        log.error({ err: error }, 'The outbox could not be worked on');
        return false;
      });
      if (!found && !stopping) await rungOrLater(rung);
    }
  };

  return {
    wake,
    start: () => {
      running = Array.from({ length: laneCount }, lane);
    },
    stop: async () => {
      stopping = true;
      wake();
      await Promise.all(running);
    },
  };
};

const rungOrLater = async (rung: Promise<void>): Promise<void> => {
  const later = Promise.withResolvers<void>();
  const timer = setTimeout(later.resolve, lookEveryMs);
  await Promise.race([rung, later.promise]);
  clearTimeout(timer);
};
