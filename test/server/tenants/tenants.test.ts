import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { openKeyRing } from '../../../server/crypto/key-ring.ts';
import { loadTenantsFile } from '../../../server/tenants/load-tenants-file.ts';
import type { Tenant } from '../../../server/tenants/tenant.ts';
import { createTenantStore, type TenantStore } from '../../../server/tenants/tenant-store.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';

const acme: Tenant = {
  id: 'acme',
  name: 'Acme Outdoor',
  settings: {
    crm: {
      kind: 'zendesk',
      base: 'https://acme.zendesk.com',
      subdomain: 'acme',
      clientId: 'handrail',
      clientSecret: 'planted-client-secret',
      frameworkSdkUrl: 'https://static.zdassets.com/sdk.js',
      app: null,
    },
    logoUrl: null,
    sites: [{ name: 'Shop', origin: 'https://shop.example', url: 'https://shop.example/' }],
    roleRules: [],
    pilot: null,
    brands: [],
    assetHosts: [],
    maskSelectors: [],
    showInputSelectors: [],
    linkLifetimeMs: 1,
    sessionLimitMs: 1,
  },
};

describeOnBothDatabases('the tenants', (open) => {
  let database: TestDatabase;
  let tenants: TenantStore;
  let file: string;
  beforeEach(async () => {
    database = await open();
    tenants = createTenantStore({ keyRing: openKeyRing(database.dataFolder), now: Date.now });
    file = join(database.dataFolder, 'tenants.json');
  });

  const load = (content: string) => {
    writeFileSync(file, content);
    return loadTenantsFile(
      { tenants, inTransaction: database.inTransaction, onChanged: async () => [] },
      file,
    );
  };
  const actions = async () =>
    (await database.db.selectFrom('audit_entries').select('action').orderBy('sequence').execute()).map(
      ({ action }) => action,
    );

  test('are found as they were stored, and not by another name', async () => {
    assert.equal(await tenants.applyEntry(database.db, acme), 'added');

    assert.deepEqual(await tenants.find(database.db, 'acme'), acme);
    assert.equal(await tenants.find(database.db, 'acm'), null);
  });

  test('have no client secret in the database that could be read there', async () => {
    await tenants.applyEntry(database.db, acme);

    const rows = await database.db.selectFrom('tenants').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes('planted'));
    await database.db.updateTable('tenants').set({ id: 'other' }).execute();
    await assert.rejects(tenants.find(database.db, 'other'));
  });

  test('come from the file at each start, with an audit entry when something changed', async () => {
    await load(JSON.stringify([acme]));
    await load(JSON.stringify([acme]));
    await load(JSON.stringify([{ ...acme, name: 'Acme' }]));

    assert.equal((await tenants.find(database.db, 'acme'))?.name, 'Acme');
    assert.deepEqual(await actions(), ['tenant.added', 'tenant.changed']);
  });

  test('keep what an admin changed until the operator changes their entry', async () => {
    await load(JSON.stringify([acme]));
    await database.inTransaction((trx) =>
      tenants.update(trx, { id: 'acme', version: 1 }, (tenant) => ({ ...tenant, name: 'Ours' })),
    );

    await load(JSON.stringify([acme]));
    assert.equal((await tenants.find(database.db, 'acme'))?.name, 'Ours');

    await load(JSON.stringify([{ ...acme, name: 'Theirs' }]));
    assert.equal((await tenants.find(database.db, 'acme'))?.name, 'Theirs');
  });

  test('are changed by one of two who saw the same version', async () => {
    await load(JSON.stringify([acme]));
    const rename = (name: string) =>
      database.inTransaction((trx) =>
        tenants.update(trx, { id: 'acme', version: 1 }, (tenant) => ({ ...tenant, name })),
      );

    const outcomes = await Promise.allSettled([rename('First'), rename('Second')]);

    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const read = await tenants.read(database.db, 'acme');
    assert.equal(read?.version, 2);
    assert.equal(read.tenant.name, outcomes[0]?.status === 'fulfilled' ? 'First' : 'Second');
  });

  test('that were stored before a setting existed have what goes for it', async () => {
    const { pilot, brands, crm, ...rest } = acme.settings;
    assert.ok(crm.kind === 'zendesk');
    const { app, ...client } = crm;
    await load(JSON.stringify([{ ...acme, settings: { ...rest, crm: client } }]));

    assert.deepEqual(await tenants.find(database.db, 'acme'), acme);
    assert.deepEqual([pilot, brands, app], [null, [], null]);
  });

  test('are refused by the field that is wrong, without a word of what is in the file', async () => {
    const wrong = [
      JSON.stringify([
        { ...acme, settings: { ...acme.settings, crm: { ...acme.settings.crm, extra: 'planted' } } },
      ]),
      JSON.stringify([acme]).replace(']', ''),
      '{"planted": ',
      '{}',
    ];

    for (const content of wrong) {
      await assert.rejects(load(content), (error) => {
        assert.ok(error instanceof Error);
        return (
          error.message.includes('tenants.json') &&
          !error.message.includes('planted') &&
          error.cause === undefined
        );
      });
    }
    assert.equal(await tenants.find(database.db, 'acme'), null);
  });
});
