import type { WriteBackPart } from '../../protocol/http/write-back.ts';
import type { Transaction } from '../database/transaction.ts';
import type { Session } from './session.ts';
import { writeBackParts } from './write-back.ts';

/**
 * A session that had ended goes on: what has not been brought to the CRM is not brought, and the next end makes a new summary. What is
 * there, or on its way at this moment, stays there. Answers with the parts that were withdrawn.
 */
export const withdrawWriteBack = async (
  trx: Transaction,
  { id: sessionId, tenantId }: Pick<Session, 'id' | 'tenantId'>,
): Promise<readonly WriteBackPart[]> => {
  const parts = await trx
    .selectFrom('write_back_parts')
    .select(['part', 'state', 'job_id'])
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .execute();
  const waiting = parts.filter(({ state }) => state === 'pending' || state === 'failed');
  for (const { job_id } of waiting) {
    await trx.deleteFrom('outbox').where('tenant_id', '=', tenantId).where('id', '=', job_id).execute();
  }
  for (const table of ['write_back_parts', 'write_backs'] as const) {
    await trx
      .deleteFrom(table)
      .where('tenant_id', '=', tenantId)
      .where('session_id', '=', sessionId)
      .execute();
  }
  return writeBackParts.filter((part) => waiting.some((one) => one.part === part));
};
