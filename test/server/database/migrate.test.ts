import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { migrate } from '../../../server/database/migrate.ts';
import { openDatabase } from '../../../server/database/open-database.ts';
import { describeOnBothDatabases } from '../../support/database.ts';

describeOnBothDatabases('the migrations', (open) => {
  test('can be run again, by two processes at once, without a change', async () => {
    const { db, databaseUrl, dataFolder } = await open();
    const second = openDatabase({ databaseUrl, dataFolder });

    await Promise.all([migrate(db), migrate(second.db)]);

    assert.deepEqual(await second.db.selectFrom('tenants').selectAll().execute(), []);
    await second.close();
  });

  test('make times that are numbers, and counts too', async () => {
    const { db } = await open();
    const at = Date.UTC(2100, 0);
    await db
      .insertInto('tenants')
      .values({ id: 'acme', name: 'Acme', settings: '{}', updated_at: at })
      .execute();

    const tenant = await db
      .selectFrom('tenants')
      .select(['id', 'version', 'updated_at'])
      .executeTakeFirstOrThrow();
    const { tenants } = await db
      .selectFrom('tenants')
      .select(({ fn }) => fn.countAll<number>().as('tenants'))
      .executeTakeFirstOrThrow();

    assert.deepEqual(tenant, { id: 'acme', version: 1, updated_at: at });
    assert.equal(tenants, 1);
  });

  test('take what belongs to a session away with it', async () => {
    const { db } = await open();
    await db
      .insertInto('tenants')
      .values({ id: 'acme', name: 'Acme', settings: '{}', updated_at: 0 })
      .execute();
    await db.insertInto('agents').values(agent).execute();
    await db.insertInto('sessions').values(session).execute();
    await db
      .insertInto('live_codes')
      .values({ hash: 'h', tenant_id: 'acme', session_id: 'ses_1', agent_id: 'agt_1', expires_at: 1 })
      .execute();

    await db.deleteFrom('sessions').execute();

    assert.deepEqual(await db.selectFrom('live_codes').selectAll().execute(), []);
  });

  test('refuse an agent of a tenant that is not there', async () => {
    const { db } = await open();

    await assert.rejects(db.insertInto('agents').values(agent).execute(), /foreign key/i);
  });
});

describe('the embedded database', () => {
  test('is for nobody else to read, in a folder that everybody may', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'handrail-data-'));
    chmodSync(dataFolder, 0o755);
    const { db, close } = openDatabase({ databaseUrl: null, dataFolder });

    await migrate(db);

    const files = readdirSync(dataFolder);
    assert.ok(files.includes('handrail.sqlite-wal'));
    for (const file of files) assert.equal(statSync(join(dataFolder, file)).mode & 0o077, 0, file);
    await close();
    rmSync(dataFolder, { recursive: true });
  });
});

const agent = {
  id: 'agt_1',
  tenant_id: 'acme',
  crm_user_id: '1',
  name: 'Ada',
  email: 'ada@acme.test',
  roles: '[]',
  roles_checked_at: 0,
  created_at: 0,
};

const session = {
  id: 'ses_1',
  tenant_id: 'acme',
  agent_id: 'agt_1',
  case_id: '1',
  case_number: '1',
  proof_hash: 'p',
  created_at: 0,
  state_name: 'invited',
  state: '{}',
  grants: '[]',
  paused: 0,
  features: '[]',
  participants: '[]',
  version: 0,
};
