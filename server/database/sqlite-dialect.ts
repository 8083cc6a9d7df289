import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { makeFolder } from '../config/make-folder.ts';

interface SqliteNeeds {
  readonly dataFolder: string;
  /** Opens what is there and makes nothing. */
  readonly readOnly: boolean;
}

/** How long another process may hold the file, for as long as a restart overlaps. */
const busyTimeoutMs = 5_000;

/** The embedded database: `handrail.sqlite` in the data folder, safe against a loss of power. */
export const sqliteDialect = ({ dataFolder, readOnly }: SqliteNeeds): SqliteDialect => {
  const path = join(dataFolder, 'handrail.sqlite');
  if (!readOnly) makeFile(dataFolder, path);
  const file = new DatabaseSync(path, {
    readOnly,
    timeout: busyTimeoutMs,
    enableForeignKeyConstraints: true,
  });
  if (!readOnly) file.exec('pragma journal_mode = wal; pragma synchronous = full;');
  return new SqliteDialect({ database: asKyselyHasIt(file) });
};

// SQLite would make it readable to everybody; its other files take the mode of this one.
const makeFile = (folder: string, path: string): void => {
  makeFolder(folder);
  closeSync(openSync(path, 'a', 0o600));
};

// node:sqlite differs from better-sqlite3, for which kysely's dialect is written, in how parameters are passed.
const asKyselyHasIt = (file: DatabaseSync): SqliteDatabase => ({
  close: () => file.close(),
  prepare: (sql): SqliteStatement => {
    // A transaction that reads first and writes later could otherwise find, halfway, that another process was quicker.
    const statement = file.prepare(sql === 'begin' ? 'begin immediate' : sql);
    return {
      reader: statement.columns().length > 0,
      // Rows come without a prototype, those of PostgreSQL with one.
      all: (parameters) => statement.all(...(parameters as SQLInputValue[])).map((row) => ({ ...row })),
      run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
      iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
    };
  },
});
