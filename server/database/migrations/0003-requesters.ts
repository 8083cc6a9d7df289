import type { Kysely } from 'kysely';

/** Whom a session's case is about, and under which brand. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('sessions').addColumn('requester_id', 'text').execute();
  await db.schema.alterTable('sessions').addColumn('requester', 'text').execute();
  await db.schema.alterTable('sessions').addColumn('brand_id', 'text').execute();
  await db.schema
    .createIndex('sessions_by_tenant_id_requester_id_created_at')
    .on('sessions')
    .columns(['tenant_id', 'requester_id', 'created_at'])
    .execute();
};
