import type { Kysely } from 'kysely';

/** When a summary set out for the CRM: what its agent says after that is added to it. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('write_backs').addColumn('set_out_at', 'bigint').execute();
};
