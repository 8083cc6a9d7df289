import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { rewrapTokens } from '../../../server/crm/rewrap-tokens.ts';
import { createTokenStore } from '../../../server/crm/token-store.ts';
import { type KeyRing, openKeyRing } from '../../../server/crypto/key-ring.ts';
import { createRecordingKeys } from '../../../server/recordings/recording-keys.ts';
import { rewrapRecordingKeys } from '../../../server/recordings/rewrap-recording-keys.ts';
import { rewrapTenants } from '../../../server/tenants/rewrap-tenants.ts';
import { createTenantStore } from '../../../server/tenants/tenant-store.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';

for (const database of ['sqlite', 'postgres'] as const) {
  describe(`a newer key in the ring (${database})`, { timeout: 120_000 }, () => {
    let world: CrmWorld;
    before(async () => {
      world = await openCrmWorld({ kind: 'zendesk', database });
    });
    after(() => world?.close());

    it('opens settings, tokens and recording keys without the older one, once they were sealed anew', async () => {
      const { db, inTransaction, dataFolder } = world.database;
      const { id } = world.simulated.tenant;
      const now = Date.now;
      const owner = await world.signIn('ada');
      const keysWith = (keyRing: KeyRing) =>
        createRecordingKeys({ db, inTransaction, keyRing, ownKeyOf: async () => null, now });
      const { fingerprint } = await keysWith(world.keyRing).current(id);
      const before = {
        tenant: await world.tenants.find(db, id),
        tokens: (await createTokenStore(world.keyRing).find(db, owner))?.tokens,
        recordings: await keysWith(world.keyRing).privateKey(id, fingerprint),
      };
      writeFileSync(join(dataFolder, 'keys', '0002.key'), randomBytes(32), { mode: 0o600 });

      const between = { db, keyRing: openKeyRing(dataFolder) };
      const rewrap = async () => [
        await rewrapTenants(between),
        await rewrapTokens(between),
        await rewrapRecordingKeys(between),
      ];
      const [first, second] = [await rewrap(), await rewrap()];
      rmSync(join(dataFolder, 'keys', '0001.key'));

      const keyRing = openKeyRing(dataFolder);
      assert.deepEqual(
        [first, second],
        [
          [1, 1, 1],
          [0, 0, 0],
        ],
      );
      assert.deepEqual(
        {
          tenant: await createTenantStore({ keyRing, now }).find(db, id),
          tokens: (await createTokenStore(keyRing).find(db, owner))?.tokens,
          recordings: await keysWith(keyRing).privateKey(id, fingerprint),
        },
        before,
      );
    });
  });
}
