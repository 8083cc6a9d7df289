import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { openDatabase } from '../../../server/database/open-database.ts';
import {
  createInTransaction,
  type Queryable,
  type Transaction,
} from '../../../server/database/transaction.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';

describeOnBothDatabases('a transaction', (open, kind) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
  });

  const insert = (q: Queryable, id: string) =>
    q.insertInto('tenants').values({ id, name: id, settings: '{}', updated_at: 0 }).execute();
  const count = async (q: Queryable, id: string) =>
    (await q.selectFrom('tenants').select('id').where('id', '=', id).execute()).length;

  test('leaves nothing behind when its work fails', async () => {
    const failing = database.inTransaction(async (trx) => {
      await insert(trx, 'undone');
      throw new Error('changed my mind');
    });

    await assert.rejects(failing, /changed my mind/);
    assert.equal(await count(database.db, 'undone'), 0);
  });

  test('answers with what its work answers with', async () => {
    const answer = await database.inTransaction(async (trx) => {
      await insert(trx, 'kept');
      return 'done';
    });

    assert.equal(answer, 'done');
    assert.equal(await count(database.db, 'kept'), 1);
  });

  test('reads what is so until it has written, however many run at once', async () => {
    await insert(database.db, 'counter');
    const countUp = (trx: Transaction) =>
      trx
        .selectFrom('tenants')
        .select('updated_at')
        .where('id', '=', 'counter')
        .executeTakeFirstOrThrow()
        .then(({ updated_at }) =>
          trx
            .updateTable('tenants')
            .set({ updated_at: updated_at + 1 })
            .where('id', '=', 'counter')
            .execute(),
        );

    await Promise.all(Array.from({ length: 25 }, () => database.inTransaction(countUp)));

    const { updated_at } = await database.db
      .selectFrom('tenants')
      .select('updated_at')
      .where('id', '=', 'counter')
      .executeTakeFirstOrThrow();
    assert.equal(updated_at, 25);
  });

  test('leaves the database to those who read while many wait for their turn', {
    timeout: 10_000,
  }, async () => {
    const [inside, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = database.inTransaction(async () => {
      inside.resolve();
      await finish.promise;
    });
    const others = Array.from({ length: 30 }, () => database.inTransaction(async () => undefined));
    await inside.promise;

    const read = count(database.db, 'kept');
    if (kind === 'sqlite') finish.resolve();
    assert.equal(await read, 1);

    finish.resolve();
    await Promise.all([first, ...others]);
  });

  test('is undone, and holds nobody up, when it takes longer than its limit', async () => {
    const impatient = createInTransaction(database.db, kind, 200);
    const late = Promise.withResolvers<void>();
    let handle: Transaction | null = null;
    const stuck = impatient(async (trx) => {
      handle = trx;
      await insert(trx, 'stuck');
      await late.promise;
    });

    await assert.rejects(stuck, /longer than 200 ms/);
    assert.equal(await count(database.db, 'stuck'), 0);
    assert.ok(handle);
    await assert.rejects(insert(handle, 'stuck'), /has ended/);
    late.resolve();
  });

  if (kind === 'sqlite') {
    test('ends by its limit when a query is made outside its handle and waits for it', async () => {
      const impatient = createInTransaction(database.db, kind, 200);

      const deadlocked = impatient(async (trx) => {
        await insert(trx, 'deadlocked');
        await count(database.db, 'deadlocked');
      });

      await assert.rejects(deadlocked, /outside its handle/);
      assert.equal(await count(database.db, 'deadlocked'), 0);
    });
  }

  if (kind === 'postgres') {
    test('keeps two nodes from writing at the same time', async () => {
      const second = openDatabase({ databaseUrl: database.databaseUrl, dataFolder: database.dataFolder });
      const inSecond = createInTransaction(second.db, kind);
      await insert(database.db, 'shared');
      const addOne = async (trx: Transaction) => {
        const row = trx.selectFrom('tenants').select('updated_at').where('id', '=', 'shared');
        const { updated_at } = await row.executeTakeFirstOrThrow();
        await trx
          .updateTable('tenants')
          .set({ updated_at: updated_at + 1 })
          .where('id', '=', 'shared')
          .execute();
      };

      const runs = Array.from({ length: 10 }, () => [database.inTransaction(addOne), inSecond(addOne)]);
      await Promise.all(runs.flat());

      const { updated_at } = await second.db
        .selectFrom('tenants')
        .select('updated_at')
        .where('id', '=', 'shared')
        .executeTakeFirstOrThrow();
      assert.equal(updated_at, 20);
      await second.close();
    });
  }
});
