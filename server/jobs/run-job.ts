import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { ProblemCode } from '../../protocol/problem.ts';
import type { Schema } from '../database/schema.ts';
import type { InTransaction, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { backOff } from './back-off.ts';
import type { Job, JobHandler } from './job.ts';
import { changeHeldJob } from './lease.ts';

export interface RunJobNeeds {
  readonly db: Kysely<Schema>;
  readonly inTransaction: InTransaction;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly now: () => number;
  readonly random: () => number;
  readonly leaseMs: number;
  readonly log: Pick<Logger, 'error' | 'warn'>;
  /** In the transaction that marks a job as failed for good. */
  readonly onGivenUp: (trx: Transaction, job: Job, problem: ProblemCode) => Promise<void>;
}

/** No later try can turn out otherwise. Who has to sign in again (`auth_revoked`) may do so any day. */
const final: ReadonlySet<ProblemCode> = new Set([
  'case_not_found',
  'case_closed',
  'file_too_large',
  'crm_forbidden',
  'user_inactive',
  'wrong_organization',
  'wrong_account',
]);

/** A CRM may be down for days; after these a note would only puzzle its reader. */
const giveUpAfterMs = 7 * 24 * 60 * 60_000;

/** One try: the handler, then done, later or never. Keeps the lease for as long as the handler takes. */
export const runJob = async (needs: RunJobNeeds, job: Job): Promise<void> => {
  const lease = keepLease(needs, job);
  try {
    const completion = await needs.handlers[job.kind]?.(job);
    await needs.inTransaction(async (trx) => {
      const held = await changeHeldJob(trx, job, {
        done_at: needs.now(),
        leased_until: null,
        last_problem: null,
      });
      if (held && completion) await completion(trx);
    });
  } catch (error) {
    await putOff(needs, job, error);
  } finally {
    clearInterval(lease);
  }
};

const keepLease = ({ db, now, leaseMs, log }: RunJobNeeds, job: Job): NodeJS.Timeout =>
  setInterval(() => {
    changeHeldJob(db, job, { leased_until: now() + leaseMs }).catch((error: unknown) =>
      log.warn({ err: error, job: job.id }, 'A job could not be kept'),
    );
  }, leaseMs / 3);

const putOff = async (needs: RunJobNeeds, job: Job, error: unknown): Promise<void> => {
  const problem = error instanceof Problem ? error : null;
  const code = problem?.code ?? 'internal';
  const now = needs.now();
  if (!problem) needs.log.error({ err: error, job: job.id, kind: job.kind }, 'A job failed by a bug');
  if (final.has(code) || now - job.createdAt > giveUpAfterMs) {
    await needs.inTransaction(async (trx) => {
      const held = await changeHeldJob(trx, job, { failed_at: now, leased_until: null, last_problem: code });
      if (held) await needs.onGivenUp(trx, job, code);
    });
    return;
  }
  const delayMs = backOff({
    attempt: job.attempt,
    retryAfter: problem?.retryAfter,
    random: needs.random(),
  });
  await changeHeldJob(needs.db, job, { run_at: now + delayMs, leased_until: null, last_problem: code });
};
