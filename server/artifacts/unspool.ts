import * as v from 'valibot';
import type { Queryable } from '../database/transaction.ts';
import type { JobCompletion, JobHandler } from '../jobs/job.ts';
import { changeRow, findRow } from './artifact-store.ts';
import { ArtifactJob } from './job-kinds.ts';
import type { Spool } from './spool.ts';

interface UnspoolNeeds {
  readonly db: Queryable;
  readonly spool: Pick<Spool, 'remove'>;
}

/** The outbox takes a file out of the spool, once it is written down that its target has it. */
export const createUnspool =
  ({ db, spool }: UnspoolNeeds): JobHandler =>
  async (job): Promise<JobCompletion> => {
    const of = { tenantId: job.tenantId, id: v.parse(ArtifactJob, job.payload).artifactId };
    const row = await findRow(db, of);
    if (row?.state !== 'stored' || row.spool === null) return async () => undefined;
    await spool.remove(row.spool);
    return async (trx) => void (await changeRow(trx, { ...of, states: ['stored'] }, { spool: null }));
  };
