import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';

// Migrations are typed by nothing: the schema's types are those of today, a migration is of its day.
type Database = Kysely<unknown>;

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const key = (column: ColumnDefinitionBuilder) => column.notNull().primaryKey();
const ofTenant = (column: ColumnDefinitionBuilder) => column.notNull().references('tenants.id');
const ofAgent = (column: ColumnDefinitionBuilder) =>
  column.notNull().references('agents.id').onDelete('cascade');

/** What agents were last seen to hold, who asked for a role, and the ways from a panel into the admin pages. */
export const up = async (db: Database): Promise<void> => {
  await db.schema.alterTable('agents').addColumn('inactive_at', 'bigint').execute();
  await db.schema
    .createTable('agent_grants')
    .addColumn('tenant_id', 'text', ofTenant)
    .addColumn('agent_id', 'text', ofAgent)
    .addColumn('source', 'text', required)
    .addColumn('as_of', 'bigint', required)
    .addColumn('via', 'text', required)
    .addColumn('grants', 'text', required)
    .addPrimaryKeyConstraint('agent_grants_key', ['agent_id', 'source', 'via'])
    .execute();
  await db.schema
    .createTable('access_requests')
    .addColumn('id', 'text', key)
    .addColumn('tenant_id', 'text', ofTenant)
    .addColumn('agent_id', 'text', ofAgent)
    .addColumn('asked_at', 'bigint', required)
    .addColumn('decision', 'text')
    .execute();
  await db.schema
    .createTable('admin_codes')
    .addColumn('hash', 'text', key)
    .addColumn('tenant_id', 'text', ofTenant)
    .addColumn('agent_id', 'text', ofAgent)
    .addColumn('signed_in_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .execute();
  await db.schema
    .createIndex('agent_grants_of_tenant')
    .on('agent_grants')
    .columns(['tenant_id', 'source'])
    .execute();
  await db.schema
    .createIndex('access_requests_of_agent')
    .on('access_requests')
    .columns(['tenant_id', 'agent_id', 'asked_at'])
    .execute();
  // Nobody has two requests that wait.
  await db.schema
    .createIndex('access_requests_open')
    .unique()
    .on('access_requests')
    .columns(['agent_id'])
    .where(sql.ref('decision'), 'is', null)
    .execute();
};
