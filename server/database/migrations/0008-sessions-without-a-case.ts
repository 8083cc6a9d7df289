import { type Kysely, sql } from 'kysely';

const index = 'sessions_by_tenant_id_case_id_created_at';

/** A session may be on no case. SQLite takes no constraint off a column, so each gets a successor; the rows stay where they are. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.dropIndex(index).execute();
  for (const column of ['case_id', 'case_number']) {
    const successor = `${column}_or_none`;
    await db.schema.alterTable('sessions').addColumn(successor, 'text').execute();
    await sql`update sessions set ${sql.ref(successor)} = ${sql.ref(column)}`.execute(db);
    await db.schema.alterTable('sessions').dropColumn(column).execute();
    await db.schema.alterTable('sessions').renameColumn(successor, column).execute();
  }
  await db.schema.createIndex(index).on('sessions').columns(['tenant_id', 'case_id', 'created_at']).execute();
};
