import type { Kysely } from 'kysely';

/** An end by mistake can be taken back for a little while. SQLite takes one column at a time. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('sessions').addColumn('reopening', 'text').execute();
  await db.schema.alterTable('sessions').addColumn('reopen_until', 'bigint').execute();
};
