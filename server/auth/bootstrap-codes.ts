import { sha256Text } from '../crypto/digest.ts';
import type { Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';

interface CodeUse {
  readonly tenantId: string;
  readonly code: string;
  readonly now: number;
}

/** Whom the code stands for: the CRM's id. It is gone then. @throws Problem `assertion_used` when it is unknown, used or over. */
export const useBootstrapCode = async (
  trx: Transaction,
  { tenantId, code, now }: CodeUse,
): Promise<string> => {
  const row = await trx
    .deleteFrom('bootstrap_codes')
    .where('hash', '=', sha256Text(code))
    .where('tenant_id', '=', tenantId)
    .where('expires_at', '>', now)
    .returning('crm_user_id')
    .executeTakeFirst();
  if (!row) throw new Problem('assertion_used', 'This page is too old to sign in with. Load it again.');
  return row.crm_user_id;
};
