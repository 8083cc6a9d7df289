import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { record } from '../../../server/audit/audit-log.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';

interface Place {
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
}

const auditVerify = ({ databaseUrl, dataFolder }: Place, ...args: string[]) =>
  spawnSync('npm', ['run', 'audit:verify', '--', ...args], {
    env: { ...process.env, HANDRAIL_DATA: dataFolder, DATABASE_URL: databaseUrl ?? '' },
    encoding: 'utf8',
  });

describeOnBothDatabases('npm run audit:verify', (open) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
    for (const subject of ['one', 'two', 'three']) await add(subject);
  });
  const add = (subject: string) =>
    database.inTransaction((trx) =>
      record(trx, { tenantId: 'acme', actor: 'server', action: 'session.ended', subject, detail: {} }),
    );

  test('ends with the number of entries, also while the server has the database open', () => {
    const { stdout, status } = auditVerify(database);

    assert.match(stdout, /(^|\n)3 entries, chain intact\n$/);
    assert.equal(status, 0);
  });

  test('accepts a head that is on the chain, with more after it', async () => {
    const { sequence, hash } = await add('four');
    await add('five');

    const { stdout, status } = auditVerify(database, '--head', `${sequence}:${hash}`);

    assert.match(stdout, /5 entries, chain intact\n$/);
    assert.equal(status, 0);
  });

  test('names the first entry that is missing when the end was cut off', async () => {
    const { sequence, hash } = await add('six');
    await database.db.deleteFrom('audit_entries').where('sequence', '>=', 5).execute();

    const { stdout, status } = auditVerify(database, '--head', `${sequence}:${hash}`);

    assert.match(stdout, /entry 5 is missing/);
    assert.equal(status, 1);
  });

  test('names the first entry that was changed', async () => {
    await database.db
      .updateTable('audit_entries')
      .set({ actor: 'nobody' })
      .where('sequence', '=', 2)
      .execute();

    const { stdout, status } = auditVerify(database);

    assert.match(stdout, /entry 2 is changed/);
    assert.equal(status, 1);
  });

  test('refuses a head that is not one', () => {
    const { status, stdout } = auditVerify(database, '--head', 'latest');

    assert.doesNotMatch(stdout, /intact/);
    assert.equal(status, 1);
  });
});

describe('npm run audit:verify where there is no database', () => {
  test('says so, makes none, and does not call it intact', () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'handrail-data-'));

    const { status, stdout, stderr } = auditVerify({ databaseUrl: null, dataFolder });

    assert.equal(status, 1);
    assert.match(stderr, /could not be verified/);
    assert.doesNotMatch(stdout, /intact/);
    assert.deepEqual(readdirSync(dataFolder), []);
    rmSync(dataFolder, { recursive: true });
  });
});
