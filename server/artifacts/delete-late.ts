import * as v from 'valibot';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { JobCompletion, JobHandler } from '../jobs/job.ts';
import { findRow } from './artifact-store.ts';
import { deleteWithin } from './delete-artifact.ts';
import { ArtifactJob } from './job-kinds.ts';
import type { SettleNeeds } from './settle-move.ts';

interface DeleteLateNeeds extends SettleNeeds {
  readonly db: Queryable;
}

/** The outbox deletes a recording that was still going on, or being put together, when all of its customer was deleted. */
export const createDeleteLate =
  (needs: DeleteLateNeeds): JobHandler =>
  async (job): Promise<JobCompletion> => {
    const { tenantId } = job;
    const { artifactId: id } = v.parse(ArtifactJob, job.payload);
    const goesOn = await needs.db
      .selectFrom('recordings')
      .select('id')
      .where('id', '=', id)
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst();
    if (goesOn) throw new Problem('unavailable', 'It is not put together yet.', { retryAfter: 60 });
    return async (trx) => {
      const row = await findRow(trx, { id, tenantId });
      if (row) await deleteWithin(needs, trx, { row, reason: 'visitor', actor: 'server' });
    };
  };
