import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const key = (column: ColumnDefinitionBuilder) => column.notNull().primaryKey();
const ofTenant = (column: ColumnDefinitionBuilder) => column.notNull().references('tenants.id');

/** Tenants that their own admins set up and change. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .alterTable('tenants')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema.alterTable('tenants').addColumn('file_digest', 'text').execute();
  // Who is here already came from the operator's file, and is in use.
  await db.schema
    .alterTable('tenants')
    .addColumn('in_use', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema
    .createTable('tenant_invitations')
    .addColumn('id', 'text', key)
    .addColumn('tenant_id', 'text', required)
    .addColumn('tenant_name', 'text', required)
    .addColumn('secret_hash', 'text', required)
    .addColumn('suggestion', 'text')
    .addColumn('sign_in_id', 'text')
    .addColumn('created_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('used_at', 'bigint')
    .execute();
  await db.schema
    .createIndex('tenant_invitations_by_tenant_id')
    .on('tenant_invitations')
    .column('tenant_id')
    .execute();
  await db.schema
    .createTable('setup_facts')
    .addColumn('tenant_id', 'text', ofTenant)
    .addColumn('name', 'text', required)
    .addColumn('fact', 'text', required)
    .addColumn('at', 'bigint', required)
    .addPrimaryKeyConstraint('setup_facts_of_tenant', ['tenant_id', 'name'])
    .execute();
  await db.schema.alterTable('sessions').addColumn('is_test', 'integer').execute();
};
