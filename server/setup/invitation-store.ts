import * as v from 'valibot';
import { Suggestion } from '../../protocol/http/invitations.ts';
import type { Schema } from '../database/schema.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Invitation } from './invitation.ts';

type Row = Schema['tenant_invitations'];

export const insertInvitation = async (
  q: Queryable,
  { id, tenantId, tenantName, secretHash, suggestion, expiresAt }: Invitation,
  now: number,
): Promise<void> => {
  await q
    .insertInto('tenant_invitations')
    .values({
      id,
      tenant_id: tenantId,
      tenant_name: tenantName,
      secret_hash: secretHash,
      suggestion: suggestion && JSON.stringify(suggestion),
      sign_in_id: null,
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
    })
    .execute();
};

export const findInvitation = async (q: Queryable, id: string): Promise<Invitation | null> => {
  const row = await q.selectFrom('tenant_invitations').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? invitationOf(row) : null;
};

/** Whether somebody could still open an invitation to this tenant. */
export const isInvited = async (q: Queryable, tenantId: string, now: number): Promise<boolean> => {
  const row = await q
    .selectFrom('tenant_invitations')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
};

type Change = Partial<Pick<Row, 'sign_in_id' | 'used_at'>>;

/** Read it in the same database transaction first: this asks nothing. */
export const changeInvitation = async (
  q: Queryable,
  { id, tenantId }: Pick<Invitation, 'id' | 'tenantId'>,
  change: Change,
): Promise<void> => {
  await q
    .updateTable('tenant_invitations')
    .set(change)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
};

const invitationOf = (row: Row): Invitation => ({
  id: row.id,
  tenantId: row.tenant_id,
  tenantName: row.tenant_name,
  secretHash: row.secret_hash,
  suggestion: row.suggestion === null ? null : v.parse(Suggestion, JSON.parse(row.suggestion)),
  signInId: row.sign_in_id,
  expiresAt: row.expires_at,
  usedAt: row.used_at,
});
