import type { Kysely } from 'kysely';

/** What has to outlive a restart: how often words were compared and who found them the same; who may ask for an admission's answer again. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('sessions').addColumn('words', 'text').execute();
  await db.schema.alterTable('visitor_credentials').addColumn('retry_hash', 'text').execute();
};
