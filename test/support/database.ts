import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import { migrate } from '../../server/database/migrate.ts';
import { type Database, type DatabaseKind, openDatabase } from '../../server/database/open-database.ts';
import { createInTransaction, type InTransaction } from '../../server/database/transaction.ts';
import { startPostgres } from './postgres.ts';

export interface TestDatabase extends Database {
  readonly inTransaction: InTransaction;
  /** Where this database is, for a second process or connection. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
}

/** Opens a new, migrated database; it goes when the suite is over. */
export type OpenTestDatabase = () => Promise<TestDatabase>;

/** The same suite on SQLite and on PostgreSQL. Something that never ends fails it instead of stopping everything. */
export const describeOnBothDatabases = (
  name: string,
  suite: (open: OpenTestDatabase, kind: DatabaseKind) => void,
): void => {
  for (const kind of ['sqlite', 'postgres'] as const) {
    describe(`${name} (${kind})`, { timeout: 120_000 }, () => {
      const closings: (() => Promise<void>)[] = [];
      after(async () => {
        for (const close of closings) await close();
      });
      suite(async () => {
        const database = await openTestDatabase(kind);
        closings.push(database.close);
        return database;
      }, kind);
    });
  }
};

/** A new, migrated database of this kind. The caller closes it. */
export const openTestDatabase = async (kind: DatabaseKind): Promise<TestDatabase> => {
  const database = await openEmptyDatabase(kind);
  await migrate(database.db);
  return database;
};

/** A new database of this kind, without a table in it. The caller closes it. */
export const openEmptyDatabase = async (kind: DatabaseKind): Promise<TestDatabase> => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'handrail-data-'));
  const databaseUrl = kind === 'postgres' ? await (await startPostgres()).createDatabase() : null;
  const database = openDatabase({ databaseUrl, dataFolder });
  return {
    ...database,
    inTransaction: createInTransaction(database.db, kind),
    databaseUrl,
    dataFolder,
    close: async () => {
      await database.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};
