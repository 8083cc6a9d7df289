import type { Kysely } from 'kysely';

/** What the policy said of a recording when it began: it is kept by that. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('recordings').addColumn('decided', 'text').execute();
};
