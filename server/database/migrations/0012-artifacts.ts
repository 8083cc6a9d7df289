import type { Kysely } from 'kysely';

/** What is kept of sessions, where it is, and what opens it. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('artifacts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('case_id', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('content_type', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('problem', 'text')
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('stored_bytes', 'bigint', (column) => column.notNull())
    .addColumn('stored_sha256', 'text', (column) => column.notNull())
    .addColumn('sealing', 'text', (column) => column.notNull())
    .addColumn('wrapped_key', 'text')
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('settings', 'text')
    .addColumn('spool', 'text')
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('ref', 'text')
    .addColumn('url', 'text')
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('stored_at', 'bigint')
    .addColumn('verified_at', 'bigint')
    .addColumn('looked_at', 'bigint')
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('deleted_at', 'bigint')
    .addColumn('deleted_reason', 'text')
    .addColumn('duration_ms', 'bigint')
    .addColumn('recording', 'text')
    .execute();
  await db.schema
    .createIndex('artifacts_by_tenant_id_created_at')
    .on('artifacts')
    .columns(['tenant_id', 'created_at'])
    .execute();
  await db.schema.createIndex('artifacts_by_session_id').on('artifacts').column('session_id').execute();
  await db.schema.createIndex('artifacts_by_expires_at').on('artifacts').column('expires_at').execute();
};
