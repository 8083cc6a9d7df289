import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import {
  type EditableStorage,
  type EditableTarget,
  StorageView,
} from '../../../protocol/http/storage-settings.ts';
import { storagePolicyOf } from '../../../server/tenants/tenant.ts';
import { type AuthWorld, openAuthWorld } from '../auth/auth-world.ts';
import { codeOf } from '../auth/code-of.ts';
import { parseAnswer } from '../auth/parse-answer.ts';

const path = '/api/tenant/storage';

for (const database of ['sqlite', 'postgres'] as const) {
  describe(`a tenant’s storage (${database})`, { timeout: 60_000 }, () => {
    let world: AuthWorld;
    let token: string;
    before(async () => {
      world = await openAuthWorld('zendesk', database);
      token = (await world.signInAs('ann')).token;
    });
    after(() => world.close());

    const read = async () => parseAnswer(StorageView, (await world.panel.call('GET', path, { token })).body);
    const change = async (changes: Partial<EditableStorage>) => {
      const { version, storage } = await read();
      return world.panel.call('PUT', path, { token, body: { version, storage: { ...storage, ...changes } } });
    };
    const kept = async () => {
      const tenant = await world.tenants.find(world.database.db, world.simulated.tenant.id);
      assert.ok(tenant);
      return storagePolicyOf(tenant.settings);
    };

    it('keeps a secret that is not written anew, and never shows it', async () => {
      assert.equal((await change({ targets: [s3({ secretAccessKey: 'planted-secret' })] })).status, 200);

      const shown = await world.panel.call('GET', path, { token });
      const again = await change({ targets: [{ ...s3({ secretAccessKey: null }), prefix: 'other/' }] });

      assert.equal(again.status, 200);
      assert.ok(!JSON.stringify([shown.body, again.body]).includes('planted-secret'));
      const [target] = (await kept()).targets;
      assert.ok(target?.kind === 's3' && target.credentials.type === 'key');
      assert.deepEqual([target.credentials.secretAccessKey, target.prefix], ['planted-secret', 'other/']);
    });

    it('takes no secret along to another address or account', async () => {
      await change({ targets: [s3({ secretAccessKey: 'planted-secret' })] });

      const elsewhere = await change({
        targets: [{ ...s3({ secretAccessKey: null }), endpoint: 'https://s3.attacker.example' }],
      });
      const asAnother = await change({ targets: [s3({ accessKeyId: 'AKOTHER', secretAccessKey: null })] });

      assert.deepEqual(
        [elsewhere, asAnother].map(({ body }) => codeOf(body)),
        ['secret_missing', 'secret_missing'],
      );
    });

    it('refuses targets that are not there, not https, or called as Handrail’s own', async () => {
      const { storage } = await read();
      const good = s3({ secretAccessKey: 's' });

      const refused = [
        await change({ targets: [], recording: { ...storage.recording, target: 'archive' } }),
        await change({ targets: [{ ...good, endpoint: 'http://s3.example' }] }),
        await change({ targets: [{ ...good, id: 'crm' }] }),
        await change({ targets: [good, good] }),
        await change({ targets: [{ ...good, prefix: '../up/' }] }),
        await change({ targets: [azure({ type: 'sas', url: 'http://account.blob.example/c?sig=x' })] }),
        await change({
          targets: [
            azure({
              type: 'connection_string',
              connectionString: 'BlobEndpoint=http://x.example;AccountKey=k',
            }),
          ],
        }),
      ];

      assert.deepEqual(
        refused.map(({ body }) => codeOf(body)),
        [
          'invalid_request',
          'host_refused',
          'invalid_request',
          'invalid_request',
          'invalid_body',
          'host_refused',
          'host_refused',
        ],
      );
    });

    it('uses the identity of the machine only where the operator lets it', async () => {
      const target = { ...s3({ secretAccessKey: null }), credentials: { type: 'role' } } as const;

      const asRole = await change({ targets: [target] });
      const asIdentity = await change({ targets: [azure({ type: 'managed_identity', account: 'acme' })] });

      assert.deepEqual(
        [asRole, asIdentity].map(({ body }) => codeOf(body)),
        ['forbidden', 'forbidden'],
      );
    });

    it('keeps everything in the region that it is bound to', async () => {
      const { storage } = await read();
      const files = { screenshot: { ...storage.screenshot, target: 'disk' } };
      const bound: Partial<EditableStorage> = { ...files, region: 'eu-central-1', targets: [] };

      const atHome = await change(bound);
      const elsewhere = await change({ ...bound, region: 'us-east-1' });
      const onTheCase = await change({ ...bound, screenshot: { ...storage.screenshot, target: 'crm' } });
      const onTheCaseThere = await change({
        ...bound,
        crmRegion: 'eu-central-1',
        screenshot: { ...storage.screenshot, target: 'crm' },
      });
      const target = { ...s3({ secretAccessKey: 's' }), region: 'us-east-1' };
      const tooLarge = await change({
        ...bound,
        crmRegion: 'eu-central-1',
        targets: [target],
        screenshot: { ...storage.screenshot, target: 'crm', onTooLarge: { target: target.id } },
      });

      assert.deepEqual([atHome.status, onTheCaseThere.status], [200, 200]);
      assert.deepEqual(
        [elsewhere, onTheCase, tooLarge].map(({ body }) => codeOf(body)),
        ['region_refused', 'region_refused', 'region_refused'],
      );
      await change({ region: null });
    });

    it('seals under a key of the tenant’s own only with one, and never what people open on the case', async () => {
      const { storage } = await read();
      const recording = { ...storage.recording, target: 'disk', sealing: 'tenant' } as const;
      const publicKey = createECDH('prime256v1').generateKeys('base64url');

      const without = await change({ recording, publicKey: null });
      const noPoint = await change({ recording, publicKey: 'A'.repeat(87) });
      const onTheCase = await change({
        publicKey,
        screenshot: { ...storage.screenshot, target: 'crm', sealing: 'tenant' },
      });
      const withOne = await change({ recording, publicKey });

      assert.deepEqual(
        [without, noPoint, onTheCase].map(({ body }) => codeOf(body)),
        ['invalid_request', 'key_refused', 'invalid_request'],
      );
      assert.equal(withOne.status, 200);
      assert.match((await read()).fingerprint ?? '', /^[A-Za-z0-9_-]{43}$/);
    });

    it('is the admins’ business alone, and says in the audit log which part changed', async () => {
      const { token: asAgent } = await world.signInAs('ada');
      const refused = await world.panel.call('GET', path, { token: asAgent });
      const { storage } = await read();
      await change({ keepTransfers: !storage.keepTransfers, targets: [s3({ secretAccessKey: 'planted' })] });

      const entry = await world.database.db
        .selectFrom('audit_entries')
        .select('detail')
        .where('tenant_id', '=', world.simulated.tenant.id)
        .where('action', '=', 'settings.changed')
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();

      assert.equal(codeOf(refused.body), 'missing_role');
      assert.deepEqual(JSON.parse(entry.detail), { fields: ['storage.targets', 'storage.keepTransfers'] });
    });
  });
}

const s3 = (key: { readonly accessKeyId?: string; readonly secretAccessKey: string | null }) =>
  ({
    kind: 's3',
    id: 'archive',
    region: 'eu-central-1',
    bucket: 'acme-handrail',
    prefix: '',
    endpoint: null,
    pathStyle: false,
    encryption: { type: 'bucket' },
    credentials: { type: 'key', accessKeyId: 'AKEXAMPLE', ...key },
  }) satisfies EditableTarget;

const azure = (credentials: (EditableTarget & { kind: 'azure' })['credentials']) =>
  ({
    kind: 'azure',
    id: 'blobs',
    region: 'westeurope',
    container: 'handrail',
    prefix: '',
    credentials,
  }) satisfies EditableTarget;
