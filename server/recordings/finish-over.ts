import type { Logger } from 'pino';
import type { Queryable } from '../database/transaction.ts';
import { listOver, type Recording } from './recording-store.ts';

interface FinishOverNeeds {
  readonly db: Queryable;
  readonly node: string;
  /** Whether its file is still written to. */
  readonly isOpen: (recordingId: string) => boolean;
  readonly putTogether: (recording: Recording) => Promise<void>;
  readonly now: () => number;
  readonly log: Pick<Logger, 'error'>;
}

const firstRetryMs = 5_000;
const maxRetryMs = 10 * 60_000;

interface Retry {
  readonly at: number;
  readonly afterMs: number;
}

/** Puts together what is over, one after the other, because each is a whole file that is read. What fails waits longer each time. */
export const createFinishOver = (needs: FinishOverNeeds): (() => Promise<void>) => {
  const { db, node, isOpen, now, log } = needs;
  const retries = new Map<string, Retry>();
  let turn: Promise<void> = Promise.resolve();

  const finish = async (recording: Recording): Promise<void> => {
    const retry = retries.get(recording.id);
    if (isOpen(recording.id) || (retry && retry.at > now())) return;
    try {
      await needs.putTogether(recording);
      retries.delete(recording.id);
    } catch (error) {
      const afterMs = Math.min(maxRetryMs, retry ? 2 * retry.afterMs : firstRetryMs);
      retries.set(recording.id, { at: now() + afterMs, afterMs });
      log.error({ err: error, recordingId: recording.id }, 'A recording could not be kept yet');
    }
  };

  return () => {
    const done = turn.then(async () => {
      for (const recording of await listOver(db, node)) await finish(recording);
    });
    turn = done.catch(() => undefined);
    return done;
  };
};
