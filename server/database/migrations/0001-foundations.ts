import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from 'kysely';

// Migrations are typed by nothing: the schema's types are those of today, a migration is of its day.
type Database = Kysely<unknown>;

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const key = (column: ColumnDefinitionBuilder) => column.notNull().primaryKey();
const ofTenant = (column: ColumnDefinitionBuilder) => column.notNull().references('tenants.id');
const ofAgent = (column: ColumnDefinitionBuilder) =>
  column.notNull().references('agents.id').onDelete('cascade');
const ofSession = (column: ColumnDefinitionBuilder) =>
  column.notNull().references('sessions.id').onDelete('cascade');

export const up = async (db: Database): Promise<void> => {
  await createPeople(db);
  await createSignIn(db);
  await createSessions(db);
  await createWaysIn(db);
  await createRecords(db);
  await createIndexes(db);
};

const createPeople = async (db: Database): Promise<void> => {
  await db.schema
    .createTable('tenants')
    .addColumn('id', 'text', key)
    .addColumn('name', 'text', required)
    .addColumn('settings', 'text', required)
    .addColumn('updated_at', 'bigint', required)
    .execute();
  await db.schema
    .createTable('agents')
    .addColumn('id', 'text', key)
    .addColumn('tenant_id', 'text', ofTenant)
    .addColumn('crm_user_id', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('email', 'text', required)
    .addColumn('roles', 'text', required)
    .addColumn('roles_checked_at', 'bigint', required)
    .addColumn('created_at', 'bigint', required)
    .addUniqueConstraint('agents_of_crm', ['tenant_id', 'crm_user_id'])
    .execute();
};

const createSignIn = async (db: Database): Promise<void> => {
  await db.schema
    .createTable('sign_in_transactions')
    .addColumn('id', 'text', key)
    .addColumn('tenant_id', 'text', ofTenant)
    .addColumn('state_hash', 'text', required)
    .addColumn('code_verifier', 'text')
    .addColumn('poll_secret_hash', 'text', required)
    .addColumn('proof_hash', 'text', required)
    .addColumn('user_code', 'text', required)
    .addColumn('popup_hash', 'text')
    .addColumn('status', 'text', required)
    .addColumn('agent_id', 'text')
    .addColumn('expected_agent_id', 'text')
    .addColumn('problem', 'text')
    .addColumn('expires_at', 'bigint', required)
    .execute();
  await db.schema
    .createTable('agent_tokens')
    .addColumn('hash', 'text', key)
    .addColumn('tenant_id', 'text', required)
    .addColumn('agent_id', 'text', ofAgent)
    .addColumn('signed_in_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .execute();
  await db.schema
    .createTable('crm_tokens')
    .addColumn('tenant_id', 'text', required)
    .addColumn('agent_id', 'text', ofAgent)
    .addColumn('sealed', 'text', required)
    .addColumn('version', 'integer', required)
    .addColumn('expires_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addColumn('refreshing_until', 'bigint')
    .addPrimaryKeyConstraint('crm_tokens_of_agent', ['tenant_id', 'agent_id'])
    .execute();
};

const createSessions = async (db: Database): Promise<void> => {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', key)
    .addColumn('tenant_id', 'text', ofTenant)
    .addColumn('agent_id', 'text', (column) => column.notNull().references('agents.id'))
    .addColumn('case_id', 'text', required)
    .addColumn('case_number', 'text', required)
    .addColumn('proof_hash', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('state_name', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('grants', 'text', required)
    .addColumn('paused', 'integer', required)
    .addColumn('features', 'text', required)
    .addColumn('visitor_id', 'text')
    .addColumn('participants', 'text', required)
    .addColumn('note', 'text')
    .addColumn('version', 'integer', required)
    .execute();
};

/** Every table of a secret that lets somebody into a session has these, and dies with the session. */
const createWayIn = (db: Database, table: string, keyColumn: string): CreateTableBuilder<string, string> =>
  db.schema
    .createTable(table)
    .addColumn(keyColumn, 'text', key)
    .addColumn('tenant_id', 'text', required)
    .addColumn('session_id', 'text', ofSession);

const createWaysIn = async (db: Database): Promise<void> => {
  await createWayIn(db, 'join_codes', 'code_hash')
    .addColumn('expires_at', 'bigint', required)
    .addColumn('used_at', 'bigint')
    .addColumn('ticket_hash', 'text')
    .execute();
  await createWayIn(db, 'visitor_credentials', 'hash')
    .addColumn('visitor_id', 'text', required)
    .addColumn('public_key', 'text')
    .addColumn('created_at', 'bigint', required)
    .execute();
  await createWayIn(db, 'handovers', 'id_hash')
    .addColumn('blob', 'text', required)
    .addColumn('origin', 'text', required)
    .addColumn('expires_at', 'bigint', required)
    .execute();
  await createWayIn(db, 'live_codes', 'hash')
    .addColumn('agent_id', 'text', ofAgent)
    .addColumn('expires_at', 'bigint', required)
    .execute();
  await createWayIn(db, 'live_tokens', 'hash')
    .addColumn('agent_id', 'text', ofAgent)
    .addColumn('public_key', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .execute();
};

const createRecords = async (db: Database): Promise<void> => {
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', key)
    .addColumn('tenant_id', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('payload', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('run_at', 'bigint', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('leased_until', 'bigint')
    .addColumn('done_at', 'bigint')
    .addColumn('failed_at', 'bigint')
    .addColumn('last_problem', 'text')
    .execute();
  await db.schema
    .createTable('audit_entries')
    .addColumn('sequence', 'bigint', key)
    .addColumn('tenant_id', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('actor', 'text', required)
    .addColumn('action', 'text', required)
    .addColumn('subject', 'text', required)
    .addColumn('detail', 'text', required)
    .addColumn('previous_hash', 'text', required)
    .addColumn('hash', 'text', required)
    .execute();
};

/** By what is looked for, and by what is purged. */
const indexes: readonly (readonly [string, readonly string[]])[] = [
  ['sign_in_transactions', ['expires_at']],
  ['agent_tokens', ['agent_id']],
  ['agent_tokens', ['expires_at']],
  ['sessions', ['tenant_id', 'case_id', 'created_at']],
  ['sessions', ['agent_id']],
  ['sessions', ['state_name']],
  ['join_codes', ['session_id']],
  ['join_codes', ['expires_at']],
  ['visitor_credentials', ['session_id']],
  ['handovers', ['session_id']],
  ['handovers', ['expires_at']],
  ['live_codes', ['session_id']],
  ['live_codes', ['expires_at']],
  ['live_tokens', ['session_id']],
  ['outbox', ['run_at']],
  ['audit_entries', ['tenant_id', 'sequence']],
  ['audit_entries', ['subject']],
];

const createIndexes = async (db: Database): Promise<void> => {
  await db.schema
    .createIndex('sign_in_by_state')
    .on('sign_in_transactions')
    .column('state_hash')
    .unique()
    .execute();
  for (const [table, columns] of indexes) {
    await db.schema
      .createIndex(`${table}_by_${columns.join('_')}`)
      .on(table)
      .columns([...columns])
      .execute();
  }
};
