import type { Kysely } from 'kysely';

/** Recordings that go on, the keys they are sealed to, and what those keys open. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('recording_keys')
    .addColumn('fingerprint', 'text', (column) => column.primaryKey())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('private_key', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('recordings')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('case_id', 'text')
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('node', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('recordings_by_session_id').on('recordings').column('session_id').execute();
  await db.schema
    .createTable('recording_roots')
    .addColumn('recording_id', 'text', (column) => column.notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('generation', 'bigint', (column) => column.notNull())
    .addColumn('visitor', 'bigint', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('enc', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('recording_roots_key', ['recording_id', 'generation'])
    .execute();
};
