import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../http/problem.ts';

/** How long a storage is waited for, and how often it is asked again. */
export interface StorageLimits {
  /** For one request's answer to begin. */
  readonly answerWithinMs: number;
  /** No byte for so long: the line is dead. */
  readonly stallMs: number;
  /** For one request; what comes after is the outbox's. */
  readonly attempts: number;
  /** Before the second attempt; twice as long before each that follows. */
  readonly backOffMs: number;
}

export const storageLimits: StorageLimits = {
  answerWithinMs: 60_000,
  stallMs: 30_000,
  attempts: 3,
  backOffMs: 300,
};

/** Asks again while the storage is unavailable, a few times. @throws what the last attempt threw; the signal's reason. */
export const attempting = async <T>(
  { attempts, backOffMs }: StorageLimits,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      signal?.throwIfAborted();
      return await work();
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const isPassing = error instanceof Problem && error.code === 'storage_unavailable';
      if (!isPassing || attempt >= attempts) throw error;
    }
    await pause(backOffMs * 2 ** (attempt - 1) * (0.5 + Math.random()), signal);
  }
};

const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  try {
    await wait(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
};
