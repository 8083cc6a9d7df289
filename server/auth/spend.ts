import { sha256Text } from '../crypto/digest.ts';
import type { Queryable } from '../database/transaction.ts';

/** Something with an id of its own that may be used once. */
interface Spending {
  readonly kind: 'assertion' | 'signed-request' | 'proof';
  readonly tenantId: string;
  readonly id: string;
  /** When it would be refused anyway. */
  readonly until: number;
}

/** Remembers that this was used. False when it had been, by whichever process. */
export const spend = async (q: Queryable, { kind, tenantId, id, until }: Spending): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await q
    .insertInto('spent_ids')
    .values({ hash: sha256Text(JSON.stringify([kind, tenantId, id])), expires_at: until })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
};
