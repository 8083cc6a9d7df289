import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type AuditEntry, head, record } from '../../../server/audit/audit-log.ts';
import { verify } from '../../../server/audit/verify.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';

const entry: AuditEntry = {
  tenantId: 'acme',
  actor: 'agent:agt_1',
  action: 'session.started',
  subject: 'ses_1',
  detail: { case: '35436', features: ['view', 'control'] },
};

describeOnBothDatabases('the audit log', (open) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
  });

  test('has no head before its first entry', async () => {
    assert.equal(await head(database.db), null);
  });

  test('chains each entry to the one before, from 1, however many write at once', async () => {
    const heads = await Promise.all(
      Array.from({ length: 40 }, (_, number) =>
        database.inTransaction((trx) => record(trx, { ...entry, detail: { number } })),
      ),
    );

    const sequences = heads.map(({ sequence }) => sequence).sort((left, right) => left - right);
    assert.deepEqual(
      sequences,
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    assert.deepEqual(
      await head(database.db),
      heads.find(({ sequence }) => sequence === 40),
    );
    assert.deepEqual(await verify(database.db, { knownHead: null, pageSize: 7 }), {
      name: 'intact',
      entries: 40,
    });
  });

  test('forgets an entry whose transaction is undone, and goes on without a gap', async () => {
    const headBefore = await head(database.db);

    const undone = database.inTransaction(async (trx) => {
      await record(trx, entry);
      throw new Error('changed my mind');
    });
    await assert.rejects(undone, /changed my mind/);
    const next = await database.inTransaction((trx) => record(trx, entry));

    assert.equal(next.sequence, (headBefore?.sequence ?? 0) + 1);
    assert.equal((await verify(database.db, { knownHead: null })).name, 'intact');
  });

  test('writes the members of a detail in one order, whatever order they came in', async () => {
    await database.inTransaction((trx) =>
      record(trx, { ...entry, detail: { b: { d: 1, c: [null, true] }, a: '' } }),
    );

    const { detail } = await database.db
      .selectFrom('audit_entries')
      .select('detail')
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    assert.equal(detail, '{"a":"","b":{"c":[null,true],"d":1}}');
  });
});
