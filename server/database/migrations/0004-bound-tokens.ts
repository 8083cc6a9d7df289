import type { Kysely } from 'kysely';

/**
 * Panels' bearers get bound to a key in the panel, and to the case that a console signed; what may be used once is remembered. Who is
 * signed in, or signing in, while this runs does so again: their bearers are bound to nothing.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const table of ['agent_tokens', 'sign_in_transactions']) {
    await db.schema
      .alterTable(table)
      .addColumn('thumbprint', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  }
  await db.schema
    .alterTable('agent_tokens')
    .addColumn('permits', 'text', (column) => column.notNull().defaultTo('all'))
    .execute();
  await db.schema.alterTable('agent_tokens').addColumn('signed_case', 'text').execute();
  await db.schema.alterTable('crm_tokens').addColumn('ended_by', 'text').execute();

  await db.schema
    .createTable('bootstrap_codes')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('crm_user_id', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('spent_ids')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
};
