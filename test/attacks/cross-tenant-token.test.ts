import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { saveAgent } from '../../server/agents/agent-store.ts';
import { problem } from '../crm/provider-contract.ts';
import { type AuthWorld, openAuthWorld } from '../server/auth/auth-world.ts';

/** Two tenants in one installation: nothing of one opens anything of the other. */
describe('tokens across tenants', { timeout: 60_000 }, () => {
  let world: AuthWorld;
  const otherTenant = 'other-company';

  before(async () => {
    world = await openAuthWorld('zendesk');
    await world.tenants.applyEntry(world.database.db, {
      ...world.simulated.tenant,
      id: otherTenant,
      name: 'Other',
    });
  });
  after(() => world.close());

  it('are not found under another tenant’s name', async () => {
    const { agentId } = await world.signIn('ada');

    await assert.rejects(world.crms.crmOf({ tenantId: otherTenant, agentId }), problem('auth_revoked'));
    await assert.rejects(world.access.refresh({ tenantId: otherTenant, agentId }), problem('unauthorized'));
  });

  it('do not open when somebody moves the sealed row', async () => {
    const { agentId } = await world.signIn('ada');
    const { db } = world.database;
    const other = await saveAgent(db, {
      tenantId: otherTenant,
      crmUserId: '1',
      name: 'Eve',
      email: '',
      roles: [],
      at: 0,
    });
    const row = await db
      .selectFrom('crm_tokens')
      .selectAll()
      .where('agent_id', '=', agentId)
      .executeTakeFirstOrThrow();
    await db
      .insertInto('crm_tokens')
      .values({ ...row, tenant_id: otherTenant, agent_id: other.id })
      .execute();

    await assert.rejects(world.crms.crmOf({ tenantId: otherTenant, agentId: other.id }));
  });

  it('identify their holder in their own tenant only', async () => {
    const { agent, token } = await world.signInAs('ada');
    const started = await world.panel.call('POST', '/api/auth/transactions', {
      token,
      body: { tenantId: otherTenant, publicKey: world.panel.key.publicKey },
    });
    assert.equal(started.status, 201);

    const expected = await world.database.db
      .selectFrom('sign_in_transactions')
      .select('expected_agent_id')
      .where('tenant_id', '=', otherTenant)
      .executeTakeFirstOrThrow();

    assert.equal(expected.expected_agent_id, null, 'a bearer of one tenant says nothing in another');
    const me = await world.panel.call('GET', '/api/agents/me', { token });
    assert.deepEqual(me.body, agent);
  });

  it('tell one panel’s sign-in to no other', async () => {
    const [mine, theirs] = [await world.panel.start(), await world.panel.start()];
    await (await world.popupTo('ada', mine)).finish();

    const asked = await world.panel.call('GET', `/api/auth/transactions/${mine.id}`, {
      bearer: theirs.pollSecret,
    });
    const unasked = await world.panel.call('GET', `/api/auth/transactions/${mine.id}`);

    assert.equal(asked.status, 401);
    assert.equal(unasked.status, 401);
    assert.equal((await world.panel.poll(mine)).status, 'signed-in');
  });
});
