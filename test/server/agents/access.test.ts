import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createAccess } from '../../../server/agents/access.ts';
import type { Agent } from '../../../server/agents/agent.ts';
import { findAgent, saveAgent } from '../../../server/agents/agent-store.ts';
import { openKeyRing } from '../../../server/crypto/key-ring.ts';
import { Problem } from '../../../server/http/problem.ts';
import { createTenantStore } from '../../../server/tenants/tenant-store.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import { tenantWith } from './tenant-with.ts';

const minute = 60_000;
const now = () => 100 * minute;
const group = { source: 'zd.group', id: '1', name: 'Agents', role: 'agent' } as const;

describeOnBothDatabases('what an agent may do', (open) => {
  const openAccess = async (personOf: () => Promise<{ id: string; grants: (typeof group)[] }>) => {
    const { db, inTransaction, dataFolder } = await open();
    const tenants = createTenantStore({ keyRing: openKeyRing(dataFolder), now });
    await tenants.applyEntry(db, tenantWith([group]));
    const agent = await saveAgent(db, {
      tenantId: 'acme',
      crmUserId: '7',
      name: 'Old name',
      email: '',
      roles: [],
      at: 90 * minute,
    });
    let asked = 0;
    const access = createAccess({
      db,
      inTransaction,
      tenants,
      now,
      personOf: async () => {
        asked += 1;
        return { name: 'Ada', email: 'ada@acme.example', ...(await personOf()) };
      },
      personAskedBy: async () => null,
    });
    const who = { tenantId: 'acme', agentId: agent.id };
    const stored = () => findAgent(db, who);
    const actions = async () =>
      (await db.selectFrom('audit_entries').select('action').execute()).map((e) => e.action);
    return { access, agent, who, stored, actions, asked: () => asked };
  };

  it('follows what the CRM says now, and is written down when it changes', async () => {
    const { access, who, stored, actions } = await openAccess(async () => ({ id: '7', grants: [group] }));

    const fresh: Agent = await access.refresh(who);
    await access.refresh(who);

    assert.deepEqual(fresh.roles, ['agent']);
    assert.equal((await stored())?.name, 'Ada');
    assert.deepEqual(await actions(), ['roles.changed']);
  });

  it('is not asked again while the last answer is good for that long', async () => {
    const { access, agent, asked } = await openAccess(async () => ({ id: '7', grants: [] }));

    await access.ensureFresh(agent, 105 * minute);
    assert.equal(asked(), 0);
    await access.ensureFresh(agent, 105 * minute + 1);

    assert.equal(asked(), 1);
  });

  it('is nothing, from that moment, for somebody whom the CRM has switched off', async () => {
    let active = true;
    const { access, who, stored } = await openAccess(async () => {
      if (!active) throw new Problem('user_inactive', 'Not active.');
      return { id: '7', grants: [group] };
    });
    await access.refresh(who);
    active = false;

    await assert.rejects(access.refresh(who), { code: 'user_inactive' });

    assert.deepEqual((await stored())?.roles, []);
  });

  it('stays as it was while the CRM cannot say', async () => {
    let up = true;
    const { access, who, stored } = await openAccess(async () => {
      if (!up) throw new Problem('crm_unavailable', 'Down.');
      return { id: '7', grants: [group] };
    });
    await access.refresh(who);
    up = false;

    await assert.rejects(access.refresh(who), { code: 'crm_unavailable' });

    assert.deepEqual((await stored())?.roles, ['agent']);
  });

  it('is never taken from somebody else’s answer', async () => {
    const { access, who, stored } = await openAccess(async () => ({ id: '8', grants: [group] }));

    await assert.rejects(access.refresh(who), { code: 'wrong_account' });

    assert.deepEqual((await stored())?.roles, []);
  });
});
