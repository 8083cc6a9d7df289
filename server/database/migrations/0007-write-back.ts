import { type Kysely, sql } from 'kysely';

/** What an ended session has to say to the CRM, and how far each part of it has come. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('write_backs')
    .addColumn('session_id', 'text', (column) =>
      column.primaryKey().references('sessions.id').onDelete('cascade'),
    )
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('summary', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'bigint', (column) => column.notNull())
    .addColumn('outcome_until', 'bigint')
    .addColumn('outcome', 'text')
    .addColumn('comment', 'text')
    .execute();
  await db.schema
    .createTable('write_back_parts')
    .addColumn('session_id', 'text', (column) =>
      column.notNull().references('sessions.id').onDelete('cascade'),
    )
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('problem', 'text')
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('write_back_parts_key', ['session_id', 'part'])
    .execute();
  await db.schema
    .createIndex('write_back_parts_by_tenant_id_state')
    .on('write_back_parts')
    .columns(['tenant_id', 'state'])
    .execute();
  await keepNotes(db);
};

/** Notes of before: their jobs say all themselves. */
const keepNotes = async (db: Kysely<unknown>): Promise<void> => {
  await sql`insert into write_back_parts (session_id, tenant_id, part, state, job_id)
    select id, tenant_id, 'note', note, coalesce(
      (select max(outbox.id) from outbox where kind = 'case.note' and payload like '%' || sessions.id || '%'), '')
    from sessions where note is not null`.execute(db);
  await db.schema.alterTable('sessions').dropColumn('note').execute();
};
