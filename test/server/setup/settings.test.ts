import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { defaultConsentPolicy } from '../../../protocol/consent-policy.ts';
import { type EditableSettings, SettingsView } from '../../../protocol/http/tenant-settings.ts';
import { type AuthWorld, openAuthWorld } from '../auth/auth-world.ts';
import { codeOf } from '../auth/code-of.ts';
import { parseAnswer } from '../auth/parse-answer.ts';

const path = '/api/tenant/settings';

for (const database of ['sqlite', 'postgres'] as const) {
  describe(`a tenant’s settings (${database})`, { timeout: 60_000 }, () => {
    let world: AuthWorld;
    let token: string;
    before(async () => {
      world = await openAuthWorld('zendesk', database);
      token = (await world.signInAs('ann')).token;
    });
    after(() => world.close());

    const read = async () => parseAnswer(SettingsView, (await world.panel.call('GET', path, { token })).body);
    const put = (version: number, settings: object) =>
      world.panel.call('PUT', path, { token, body: { version, settings } });
    const change = async (changes: Partial<EditableSettings>) => {
      const { version, settings } = await read();
      return put(version, { ...settings, ...changes });
    };

    it('are shown to an admin without their secret, and kept with it', async () => {
      const { version, settings } = await read();
      assert.ok(settings.connection.kind === 'zendesk');
      assert.equal(settings.connection.clientSecret, null);

      const { status } = await put(version, { ...settings, name: 'Acme Indoor' });

      assert.equal(status, 200);
      const tenant = await world.tenants.find(world.database.db, world.simulated.tenant.id);
      assert.equal(tenant?.name, 'Acme Indoor');
      assert.deepEqual(tenant.settings.crm, world.simulated.tenant.settings.crm);
    });

    it('are refused to everybody else', async () => {
      const { token } = await world.signInAs('ada');

      const asAgent = await world.panel.call('GET', path, { token });
      const asNobody = await world.panel.call('GET', path);

      assert.deepEqual([codeOf(asAgent.body), codeOf(asNobody.body)], ['missing_role', 'unauthorized']);
    });

    it('are changed by one of two who saw the same', async () => {
      const { version, settings } = await read();

      const answers = await Promise.all([
        put(version, { ...settings, name: 'First' }),
        put(version, { ...settings, name: 'Second' }),
      ]);

      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    });

    it('say in the audit log who changed which fields, and never a secret', async () => {
      const { version, settings } = await read();
      const connection = { ...settings.connection, clientSecret: 'planted-secret' };
      await put(version, { ...settings, connection, maskSelectors: ['.planted'] });

      const entries = await world.database.db
        .selectFrom('audit_entries')
        .select(['actor', 'detail'])
        .where('tenant_id', '=', world.simulated.tenant.id)
        .where('action', '=', 'settings.changed')
        .orderBy('sequence', 'desc')
        .limit(1)
        .execute();
      assert.deepEqual(JSON.parse(entries[0]?.detail ?? ''), {
        fields: ['maskSelectors', 'connection.clientSecret'],
      });
      assert.match(entries[0]?.actor ?? '', /^agent:/);
      const stored = await world.database.db.selectFrom('tenants').selectAll().execute();
      assert.ok(!JSON.stringify(stored).includes('planted'));
    });

    it('pin a key with its fingerprint, and refuse what is none or too weak', async () => {
      const pem = (bits: number) =>
        generateKeyPairSync('rsa', { modulusLength: bits })
          .publicKey.export({ type: 'spki', format: 'pem' })
          .toString();
      const app = (publicKeyPem: string) => ({ app: { appId: '1', installationId: '2', publicKeyPem } });

      assert.equal((await change(app(pem(2048)))).status, 200);
      assert.match((await read()).fingerprints[0]?.fingerprint ?? '', /^([0-9a-f]{2}:){31}[0-9a-f]{2}$/);

      assert.equal(codeOf((await change(app(pem(1024)))).body), 'key_refused');
      const garbage = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----';
      assert.equal(codeOf((await change(app(garbage))).body), 'key_refused');
      const secret = pem(2048).replaceAll('PUBLIC', 'PRIVATE');
      assert.equal(codeOf((await change(app(secret))).body), 'invalid_body');
    });

    it('stay with one CRM account, and with websites that customers can trust', async () => {
      const { settings } = await read();
      const { connection } = settings;
      assert.ok(connection.kind === 'zendesk');
      const elsewhere = { ...connection, base: 'https://other.zendesk.com', clientSecret: 's' };
      const brand = {
        id: '1',
        name: 'B',
        logoUrl: null,
        locale: null,
        siteUrl: 'https://elsewhere.example/',
      };

      const refused = [
        await change({ connection: elsewhere }),
        await change({ connection: { ...connection, base: 'https://attacker.example' } }),
        await change({ connection: { ...connection, base: 'https://other.zendesk.com' } }),
        await change({ sites: [{ name: 'Shop', url: 'http://shop.example/' }] }),
        await change({ logoUrl: 'http://logo.example/' }),
        await change({ brands: [brand] }),
      ];

      assert.deepEqual(
        refused.map(({ body }) => codeOf(body)),
        ['invalid_request', 'host_refused', 'secret_missing', 'host_refused', 'host_refused', 'host_refused'],
      );
    });

    it('say when customers are asked, from the start always, and tell the sessions that go on', async () => {
      assert.deepEqual((await read()).settings.consent, defaultConsentPolicy);
      const told = world.consentChanged.length;

      await change({ consent: { ...defaultConsentPolicy, control: 'not_offered' } });
      await change({ name: 'Acme Outdoor' });

      assert.deepEqual((await read()).settings.consent, { ...defaultConsentPolicy, control: 'not_offered' });
      assert.deepEqual(world.consentChanged.slice(told), [world.simulated.tenant.id]);
    });

    it('can’t leave viewing out, and say which field is wrong', async () => {
      const { version, settings } = await read();
      const consent = { ...defaultConsentPolicy, view: 'not_offered' };

      const { status, body } = await put(version, { ...settings, consent });

      assert.deepEqual([status, codeOf(body)], [400, 'invalid_body']);
      assert.match(JSON.stringify(body), /settings\.consent\.view/);
    });

    it('refuse a field that there is not', async () => {
      const { version, settings } = await read();

      assert.equal(codeOf((await put(version, { ...settings, roleRules: [] })).body), 'invalid_body');
    });
  });
}
