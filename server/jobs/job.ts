import type { Transaction } from '../database/transaction.ts';

/** One try of one job. */
export interface Job {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: string;
  /** As it was enqueued; the handler's own schema reads it. */
  readonly payload: unknown;
  /** 1 at the first try. */
  readonly attempt: number;
  readonly createdAt: number;
}

/** Runs in the transaction that marks the job done: what it writes is written once. */
export type JobCompletion = (trx: Transaction) => Promise<void>;

/**
 * Does a job; what it does outside the database may happen again if the process dies before the job is marked done.
 * A `Problem` or any other error means: later, again. @throws Problem
 */
export type JobHandler = (job: Job) => Promise<void> | Promise<JobCompletion>;
