import type { Queryable, Transaction } from '../database/transaction.ts';
import type { Job } from '../jobs/job.ts';
import { enqueue } from '../jobs/outbox.ts';
import { lifetimes } from './lifetimes.ts';
import { recordingsToCome } from './list-artifacts-of.ts';
import { dueAt, type WriteBack } from './write-back.ts';
import { type KeptPart, partJobOf, reopenPart } from './write-back-store.ts';

const lookAgainMs = 3_000;

/** Whether a summary waits a little: what it lists then has its length and its hash. */
export const isWorthWaiting = async (q: Queryable, writeBack: WriteBack, now: number): Promise<boolean> => {
  if (writeBack.setOutAt !== null) return false;
  if (now >= writeBack.summary.endedAt + lifetimes.recordingWaitMs) return false;
  return (await recordingsToCome(q, writeBack)).length > 0;
};

/** Leaves the part to another job, a little later. What was handed on already stays so. */
export const putOff = async (
  trx: Transaction,
  { id, kind, payload }: Pick<Job, 'id' | 'kind' | 'payload'>,
  { now, ...part }: Omit<KeptPart, 'jobId'> & { readonly now: number },
): Promise<void> => {
  if ((await partJobOf(trx, part)) !== id) return;
  const runAt = dueAt(part.part, now + lookAgainMs);
  const jobId = await enqueue(trx, { tenantId: part.tenantId, kind, payload, runAt });
  await reopenPart(trx, { ...part, jobId });
};
