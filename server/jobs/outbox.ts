import { randomId } from '../crypto/random.ts';
import type { Transaction } from '../database/transaction.ts';

export interface NewJob {
  readonly tenantId: string;
  /** Which handler it is for. */
  readonly kind: string;
  /** JSON; no session content and no secret. */
  readonly payload: unknown;
  /** Epoch milliseconds before which it does not run; at once when not said. */
  readonly runAt?: number;
  /** How often an earlier job has tried the same; never when not said. */
  readonly attempts?: number;
}

/** Leaves a job in the transaction of what causes it: both happen or neither. Wake the worker after. Answers with its id. */
export const enqueue = async (trx: Transaction, job: NewJob): Promise<string> => {
  const id = randomId('job');
  await trx
    .insertInto('outbox')
    .values({
      id,
      tenant_id: job.tenantId,
      kind: job.kind,
      payload: JSON.stringify(job.payload),
      created_at: Date.now(),
      run_at: job.runAt ?? 0,
      attempts: job.attempts ?? 0,
    })
    .execute();
  return id;
};
