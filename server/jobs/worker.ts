import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { DatabaseKind } from '../database/open-database.ts';
import type { Schema } from '../database/schema.ts';
import type { InTransaction } from '../database/transaction.ts';
import type { JobHandler } from './job.ts';
import { createLanes } from './lanes.ts';
import { claimJob } from './lease.ts';
import { type RunJobNeeds, runJob } from './run-job.ts';

/** Does what the outbox holds. Any number of them, in any number of processes, share the work. */
export interface Worker {
  start(): void;
  /** Takes nothing new and waits for what runs. */
  stop(): Promise<void>;
  /** Something was enqueued: look now. */
  wake(): void;
  /** Does all that is due, and tells how many tries that were. */
  runDue(): Promise<number>;
}

interface WorkerNeeds {
  readonly db: Kysely<Schema>;
  readonly kind: DatabaseKind;
  readonly inTransaction: InTransaction;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly now: () => number;
  readonly log: Pick<Logger, 'error' | 'warn'>;
  readonly onGivenUp?: RunJobNeeds['onGivenUp'];
  /** For how long a job stays taken when its worker is gone. */
  readonly leaseMs?: number;
  readonly random?: () => number;
}

export const createWorker = (options: WorkerNeeds): Worker => {
  const needs = { leaseMs: 30_000, random: Math.random, onGivenUp: async () => undefined, ...options };
  const jobKinds = Object.keys(needs.handlers);

  /** False when nothing was due. */
  const runOne = async (): Promise<boolean> => {
    const { db, kind, leaseMs } = needs;
    const job = await claimJob(db, { kind, jobKinds, leaseMs, now: needs.now() });
    if (job) await runJob(needs, job);
    return job !== null;
  };

  const lanes = createLanes({ runOne, log: needs.log });
  return {
    ...lanes,
    runDue: async () => {
      let tries = 0;
      while (await runOne()) tries += 1;
      return tries;
    },
  };
};
