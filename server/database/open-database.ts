import { Kysely } from 'kysely';
import { postgresDialect } from './postgres-dialect.ts';
import type { Schema } from './schema.ts';
import { sqliteDialect } from './sqlite-dialect.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

export interface Database {
  readonly db: Kysely<Schema>;
  readonly kind: DatabaseKind;
  close(): Promise<void>;
}

interface DatabaseNeeds {
  /** Null: SQLite, in the data folder. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  /** For SQLite: opens what is there and makes nothing. */
  readonly readOnly?: boolean;
  readonly onConnectionLost?: (error: Error) => void;
}

/** Opens the database. `migrate` it before use. */
export const openDatabase = (needs: DatabaseNeeds): Database => {
  const { databaseUrl, dataFolder, readOnly = false, onConnectionLost = warn } = needs;
  const dialect =
    databaseUrl === null
      ? sqliteDialect({ dataFolder, readOnly })
      : postgresDialect({ databaseUrl, onConnectionLost });
  const db = new Kysely<Schema>({ dialect });
  return { db, kind: databaseUrl === null ? 'sqlite' : 'postgres', close: () => db.destroy() };
};

const warn = (error: Error): void => process.emitWarning(`A database connection was lost: ${error.message}`);
