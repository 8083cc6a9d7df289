import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as v from 'valibot';
import { CrmSettings } from '../../../server/tenants/crm-settings.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';

describe('the brand of a Salesforce case', { timeout: 60_000 }, () => {
  let world: CrmWorld;
  before(async () => {
    world = await openCrmWorld({ kind: 'salesforce' });
  });
  after(() => world.close());

  const { open, original } = { open: '500000000000001AAA', original: '500000000000004AAA' };
  const brandBy = async (brandField: string | null | undefined, caseId = open): Promise<string | null> => {
    const { tenant } = world.simulated;
    const settings = { ...tenant.settings, crm: { ...tenant.settings.crm, brandField } };
    await world.tenants.applyEntry(world.database.db, { ...tenant, settings });
    const found = await (await world.crms.crmOf(await world.signIn('ada'))).findCase(caseId);
    assert.equal(found?.id, caseId);
    return found.brandId;
  };

  it('is none unless the tenant has named a field', async () => {
    await world.simulated.control({ case: { id: open, brand: 'Acme Outlet' } });

    assert.equal(await brandBy(undefined), null);
    assert.equal(await brandBy(null), null);
  });

  it('is that field’s value, however the field is spelled; an empty one is none', async () => {
    assert.equal(await brandBy('Brand__c'), 'Acme Outlet');
    assert.equal(await brandBy('brand__C'), 'Acme Outlet');
    assert.equal(await brandBy('Brand__c', original), null);
  });

  it('is none, and hides no case, when there is no such field', async () => {
    assert.equal(await brandBy('Gone__c'), null);
  });

  it('can’t be a way into the query', () => {
    const crm = { ...world.simulated.tenant.settings.crm, brandField: 'Id FROM User --' };

    assert.equal(v.safeParse(CrmSettings, crm).success, false);
  });
});
