import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from 'kysely';
import { openDatabase } from '../../../server/database/open-database.ts';
import { startPostgres } from '../../support/postgres.ts';

describe('the server database', () => {
  test('is used on after its connections were lost, and says that they were', async () => {
    const databaseUrl = await (await startPostgres()).createDatabase();
    const lost = Promise.withResolvers<Error>();
    const database = openDatabase({ databaseUrl, dataFolder: '', onConnectionLost: lost.resolve });
    const other = openDatabase({ databaseUrl, dataFolder: '' });
    await sql`select 1`.execute(database.db);

    await sql`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()`.execute(
      other.db,
    );

    assert.match((await lost.promise).message, /terminat/);
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(database.db);
    assert.deepEqual(rows, [{ one: 1 }]);
    await database.close();
    await other.close();
  });
});
