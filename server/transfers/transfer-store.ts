import * as v from 'valibot';
import type { Schema } from '../database/schema.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Party, Transfer } from './transfer.ts';

const Side = v.picklist(['agent', 'visitor']);
const State = v.picklist(['uploading', 'ready', 'received']);

/** One of this party's session. Null when there is none there. */
export const findTransfer = async (
  q: Queryable,
  { tenantId, sessionId }: Pick<Party, 'tenantId' | 'sessionId'>,
  id: string,
): Promise<Transfer | null> => {
  const row = await q
    .selectFrom('transfers')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? transferOf(row) : null;
};

/** The oldest first. */
export const listTransfers = async (
  q: Queryable,
  { tenantId, sessionId }: Pick<Party, 'tenantId' | 'sessionId'>,
): Promise<readonly Transfer[]> => {
  const rows = await q
    .selectFrom('transfers')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(transferOf);
};

/** So many of a tenant's, in whatever state. */
export const listSomeOfTenant = async (
  q: Queryable,
  tenantId: string,
  atMost: number,
): Promise<readonly Transfer[]> => {
  const rows = await q
    .selectFrom('transfers')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .limit(atMost)
    .execute();
  return rows.map(transferOf);
};

/** What all files that are on their way would take of the disk, whosever they are. */
export const bytesUnderWay = async (q: Queryable): Promise<number> => {
  const { total } = await q
    .selectFrom('transfers')
    .select(({ fn }) => fn.sum<number | string | null>('bytes').as('total'))
    .where('state', '!=', 'received')
    .executeTakeFirstOrThrow();
  return Number(total ?? 0);
};

/** The same of one tenant. */
export const bytesOfTenant = async (q: Queryable, tenantId: string): Promise<number> => {
  const { total } = await q
    .selectFrom('transfers')
    .select(({ fn }) => fn.sum<number | string | null>('bytes').as('total'))
    .where('tenant_id', '=', tenantId)
    .where('state', '!=', 'received')
    .executeTakeFirstOrThrow();
  return Number(total ?? 0);
};

/** Those that were begun before this time and are not complete. */
export const listUploadingSince = async (q: Queryable, before: number): Promise<readonly Transfer[]> => {
  const rows = await q
    .selectFrom('transfers')
    .selectAll()
    .where('state', '=', 'uploading')
    .where('created_at', '<=', before)
    .execute();
  return rows.map(transferOf);
};

/** False when somebody else's has this id. */
export const insertTransfer = async (q: Queryable, transfer: Transfer): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await q
    .insertInto('transfers')
    .values(rowOf(transfer))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
};

/** Writes what became of a transfer that was read in this transaction. */
export const saveTransfer = async (q: Queryable, transfer: Transfer): Promise<void> => {
  await q
    .updateTable('transfers')
    .set(rowOf(transfer))
    .where('tenant_id', '=', transfer.tenantId)
    .where('id', '=', transfer.id)
    .execute();
};

/** False when it was gone already. */
export const removeTransfer = async (
  q: Queryable,
  { tenantId, id }: Pick<Transfer, 'tenantId' | 'id'>,
): Promise<boolean> => {
  const { numDeletedRows } = await q
    .deleteFrom('transfers')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
};

/** Once its session is over, nothing of a file is left at this time. */
export const shortenTransfersOfEnded = async (q: Queryable, until: number): Promise<void> => {
  const ended = q.selectFrom('sessions').select('id').where('state_name', '=', 'ended');
  await q
    .updateTable('transfers')
    .set({ expires_at: until })
    .where('expires_at', '>', until)
    .where('session_id', 'in', ended)
    .execute();
};

export const listExpiredTransfers = async (q: Queryable, now: number): Promise<readonly Transfer[]> => {
  const rows = await q.selectFrom('transfers').selectAll().where('expires_at', '<=', now).execute();
  return rows.map(transferOf);
};

/** Of all transfers whose parts are needed. */
export const listIdsUnderWay = async (q: Queryable): Promise<ReadonlySet<string>> => {
  const rows = await q.selectFrom('transfers').select('id').where('state', '!=', 'received').execute();
  return new Set(rows.map(({ id }) => id));
};

const rowOf = (transfer: Transfer): Schema['transfers'] => ({
  id: transfer.id,
  tenant_id: transfer.tenantId,
  session_id: transfer.sessionId,
  side: transfer.side,
  actor: transfer.actor,
  name: transfer.name,
  bytes: transfer.bytes,
  announced_sha256: transfer.announcedSha256,
  key: transfer.key,
  state: transfer.state,
  sha256: transfer.sha256,
  content_type: transfer.contentType,
  artifact_id: transfer.artifactId,
  kept_at: transfer.keptAt,
  accepted_at: transfer.acceptedAt,
  created_at: transfer.createdAt,
  expires_at: transfer.expiresAt,
});

const transferOf = (row: Schema['transfers']): Transfer => ({
  id: row.id,
  tenantId: row.tenant_id,
  sessionId: row.session_id,
  side: v.parse(Side, row.side),
  actor: row.actor,
  name: row.name,
  bytes: row.bytes,
  announcedSha256: row.announced_sha256,
  key: row.key,
  state: v.parse(State, row.state),
  sha256: row.sha256,
  contentType: row.content_type,
  artifactId: row.artifact_id,
  keptAt: row.kept_at,
  acceptedAt: row.accepted_at,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});
