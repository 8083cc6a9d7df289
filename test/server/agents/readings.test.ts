import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { GrantReading } from '../../../server/agents/grant-reading.ts';
import { readingOf, signedInReadings } from '../../../server/agents/grant-reading.ts';
import { readGrantsOf } from '../../../server/agents/grant-store.ts';
import { standingOf } from '../../../server/agents/standing.ts';
import { takeReading } from '../../../server/agents/take-reading.ts';
import { openKeyRing } from '../../../server/crypto/key-ring.ts';
import { createTenantStore } from '../../../server/tenants/tenant-store.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import { tenantWith } from './tenant-with.ts';

const permission = (id: string) => ({ source: 'sf.customPermission', id, name: id }) as const;
const group = { source: 'zd.group', id: '7', name: 'Leads' } as const;

describeOnBothDatabases('what people are seen to hold', (open) => {
  const openStore = async () => {
    const { db, inTransaction, dataFolder } = await open();
    const tenant = tenantWith([{ ...group, role: 'supervisor' }]);
    await createTenantStore({ keyRing: openKeyRing(dataFolder), now: () => 1 }).applyEntry(db, tenant);
    const take = (readings: readonly GrantReading[], at: number) =>
      inTransaction((trx) =>
        takeReading(trx, tenant, { crmUserId: '1', name: 'Sam', email: '', readings, at }),
      );
    const held = async () => {
      const { id } = await db.selectFrom('agents').select('id').executeTakeFirstOrThrow();
      return readGrantsOf(db, { tenantId: tenant.id, agentId: id });
    };
    return { take, held };
  };

  it('is what the newest reading of each source says, however late an older one comes', async () => {
    const { take, held } = await openStore();
    await take(signedInReadings('zendesk', { asOf: 20, grants: [group] }), 20);

    const late = await take(signedInReadings('zendesk', { asOf: 10, grants: [] }), 20);
    assert.deepEqual([late.roles, (await held()).map(({ asOf }) => asOf)], [['supervisor'], [20]]);
    const newer = await take(signedInReadings('zendesk', { asOf: 30, grants: [] }), 30);

    assert.deepEqual([newer.roles, await held()], [[], []]);
  });

  it('loses by a console’s word only the permissions that the console speaks of', async () => {
    const { take, held } = await openStore();
    const grants = [permission('Handrail_Agent'), permission('Our_Own')];
    await take(signedInReadings('salesforce', { asOf: 10, grants }), 10);

    await take([readingOf('salesforce', { via: 'assertion', asOf: 20, grants: [] })], 20);

    assert.deepEqual(
      (await held()).map(({ id }) => id),
      ['Our_Own'],
    );
  });

  it('is as old as the oldest reading that a rule looks at', async () => {
    const { take } = await openStore();
    await take(signedInReadings('zendesk', { asOf: 10, grants: [group] }), 10);

    const { rolesCheckedAt } = await take([], 500);

    assert.equal(rolesCheckedAt, 10);
  });

  it('counts for agent and supervisor only in the pilot group, while there is one', () => {
    const { settings } = tenantWith([
      { ...group, role: 'supervisor' },
      { source: 'zd.user', id: '1', name: 'Sam', role: 'auditor' },
    ]);
    const sam = { crmUserId: '1', name: 'Sam', inactiveAt: null };
    const pilot = { source: 'zd.group', id: '9', name: 'Pilot' } as const;

    const outside = standingOf({ settings: { ...settings, pilot } }, sam, [group]);
    const inside = standingOf({ settings: { ...settings, pilot } }, sam, [group, pilot]);

    assert.deepEqual(outside, { roles: ['auditor'], withheld: ['supervisor'] });
    assert.deepEqual(inside, { roles: ['supervisor', 'auditor'], withheld: [] });
  });
});
