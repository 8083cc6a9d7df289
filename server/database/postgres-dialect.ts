import { PostgresDialect } from 'kysely';
import pg from 'pg';

interface PostgresNeeds {
  readonly databaseUrl: string;
  /** An idle connection broke. The pool makes another; somebody may want to know. */
  readonly onConnectionLost: (error: Error) => void;
}

const int8 = 20;

/** The server database, through a pool. Nothing waits on it without a limit. */
export const postgresDialect = ({ databaseUrl, onConnectionLost }: PostgresNeeds): PostgresDialect => {
  // As SQLite has them; times and counts stay far below 2^53.
  const types = new pg.TypeOverrides();
  types.setTypeParser(int8, Number);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    types,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'handrail',
  });
  pool.on('error', onConnectionLost);
  return new PostgresDialect({ pool });
};
