import type { Kysely } from 'kysely';

/** Files on their way through the server. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('transfers')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('announced_sha256', 'text')
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text')
    .addColumn('content_type', 'text')
    .addColumn('artifact_id', 'text')
    .addColumn('kept_at', 'bigint')
    .addColumn('accepted_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('transfers_by_session_id').on('transfers').column('session_id').execute();
  await db.schema.createIndex('transfers_by_expires_at').on('transfers').column('expires_at').execute();
};
