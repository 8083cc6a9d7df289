import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { type AuditHead, head, record } from '../../../server/audit/audit-log.ts';
import { entryHash } from '../../../server/audit/entry-hash.ts';
import { verify } from '../../../server/audit/verify.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';

describeOnBothDatabases('verifying the audit log', (open) => {
  let database: TestDatabase;
  let noted: AuditHead | null;
  beforeEach(async () => {
    database = await open();
    for (const subject of ['one', 'two', 'three', 'four', 'five']) {
      await database.inTransaction((trx) =>
        record(trx, { tenantId: 'acme', actor: 'server', action: 'session.ended', subject, detail: {} }),
      );
    }
    noted = await head(database.db);
  });

  const verdict = (knownHead: AuditHead | null = null) => verify(database.db, { knownHead, pageSize: 2 });
  const firstBad = async (knownHead: AuditHead | null = null) => {
    const found = await verdict(knownHead);
    return found.name === 'broken' ? found.sequence : null;
  };
  const entryAt = (sequence: number) =>
    database.db
      .selectFrom('audit_entries')
      .selectAll()
      .where('sequence', '=', sequence)
      .executeTakeFirstOrThrow();
  const change = (sequence: number, fields: object) =>
    database.db.updateTable('audit_entries').set(fields).where('sequence', '=', sequence).execute();
  const remove = (sequence: number) =>
    database.db.deleteFrom('audit_entries').where('sequence', '=', sequence).execute();

  test('finds nothing wrong with one that nobody touched', async () => {
    assert.deepEqual(await verdict(noted), { name: 'intact', entries: 5 });
  });

  for (const field of ['tenant_id', 'actor', 'action', 'subject', 'detail', 'previous_hash', 'hash']) {
    test(`finds a changed ${field}`, async () => {
      await change(3, { [field]: 'something else' });

      assert.equal(await firstBad(), 3);
    });
  }

  test('finds a changed time', async () => {
    const { at } = await entryAt(2);
    await change(2, { at: at + 1 });

    assert.equal(await firstBad(), 2);
  });

  test('finds a change whose hash was made to fit', async () => {
    const { sequence, at, hash: _, ...fields } = await entryAt(3);
    const forged = { ...fields, subject: 'forged' };
    await change(3, {
      ...forged,
      hash: entryHash({ ...forged, sequence: String(sequence), at: String(at) }),
    });

    assert.equal(await firstBad(), 4);
  });

  test('finds an entry that was removed from the middle, and one from the start', async () => {
    await remove(4);
    assert.equal(await firstBad(), 4);

    await remove(1);
    assert.equal(await firstBad(), 1);
  });

  test('finds entries whose order was changed', async () => {
    const { sequence: _second, ...second } = await entryAt(2);
    const { sequence: _third, ...third } = await entryAt(3);
    await change(2, third);
    await change(3, second);

    assert.equal(await firstBad(), 2);
  });

  test('finds an entry that hides before the first', async () => {
    const first = await entryAt(1);
    await database.db
      .insertInto('audit_entries')
      .values({ ...first, sequence: -7 })
      .execute();

    assert.equal(await firstBad(), 1);
  });

  test('finds a cut-off end when it is told the head that was noted elsewhere', async () => {
    await remove(5);
    await remove(4);

    assert.deepEqual(await verdict(), { name: 'intact', entries: 3 });
    assert.equal(await firstBad(noted), 4);
  });

  test('finds an end that was written anew, by the noted head', async () => {
    await remove(5);
    await database.inTransaction((trx) =>
      record(trx, {
        tenantId: 'acme',
        actor: 'server',
        action: 'session.ended',
        subject: 'other',
        detail: {},
      }),
    );

    assert.deepEqual(await verdict(), { name: 'intact', entries: 5 });
    assert.equal(await firstBad(noted), 5);
  });
});
