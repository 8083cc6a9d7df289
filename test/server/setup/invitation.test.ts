import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findAgent } from '../../../server/agents/agent-store.ts';
import { type AuthWorld, openAuthWorld } from '../auth/auth-world.ts';
import { codeOf } from '../auth/code-of.ts';
import { asInvited, formOf, type Invited, invite } from './invited.ts';

const worlds = [
  ['zendesk', 'sqlite'],
  ['zendesk', 'postgres'],
  ['salesforce', 'sqlite'],
] as const;

for (const [kind, database] of worlds) {
  describe(`an invitation (${kind}, ${database})`, { timeout: 60_000 }, () => {
    let world: AuthWorld;
    before(async () => {
      world = await openAuthWorld(kind, database);
    });
    after(() => world.close());

    const finish = async (invited: Invited, login: 'ann' | 'nora' = 'ann') => {
      const started = await invited.connect();
      await (await world.popupTo(login, started)).finish();
      return invited.accept();
    };

    it('makes whoever signs in at the CRM the first admin, by a rule for that one person', async () => {
      const invited = await invite(world);

      const accepted = await finish(invited);

      assert.equal(accepted.state, 'accepted');
      const tenant = await world.tenants.find(world.database.db, invited.tenantId);
      assert.deepEqual(tenant?.settings.roleRules, [
        {
          source: kind === 'zendesk' ? 'zd.user' : 'sf.user',
          id: world.simulated.userIds.ann,
          name: 'Ann Admin',
          role: 'admin',
        },
      ]);
      const row = await world.database.db
        .selectFrom('agents')
        .select('id')
        .where('tenant_id', '=', invited.tenantId)
        .executeTakeFirstOrThrow();
      const agent = await findAgent(world.database.db, { tenantId: invited.tenantId, agentId: row.id });
      assert.deepEqual(agent?.roles, ['admin']);
    });

    it('works once, and says so', async () => {
      const invited = await invite(world);
      await finish(invited);

      for (const what of ['views', 'acceptances'] as const) {
        const { status, body } = await invited.call(what);
        assert.deepEqual([status, codeOf(body)], [410, 'invitation_used']);
      }
      const again = await invited.call('connections', formOf(world));
      assert.equal(codeOf(again.body), 'invitation_used');
    });

    it('leaves nothing that could be used before somebody has signed in', async () => {
      const invited = await invite(world);
      const started = await invited.connect();

      assert.equal(await world.tenants.find(world.database.db, invited.tenantId), null);
      const start = await world.panel.call('POST', '/api/auth/transactions', {
        body: { tenantId: invited.tenantId, publicKey: world.panel.key.publicKey },
      });
      assert.equal(codeOf(start.body), 'not_found');
      assert.deepEqual(await invited.accept(), { state: 'pending' });

      // Signed in, and not accepted: no bearer for that.
      await (await world.popupTo('ann', started)).finish();
      const poll = await world.panel.call('GET', `/api/auth/transactions/${started.id}`, {
        bearer: started.pollSecret,
      });
      assert.notEqual(poll.status, 200);
    });

    it('tells that signing in was refused, and can be tried again', async () => {
      const invited = await invite(world);
      const started = await invited.connect();
      await (await world.popupTo('nora', started, 'deny')).finish();

      const refused = await invited.accept();
      assert.ok(refused.state === 'failed', JSON.stringify(refused));
      assert.equal(refused.problem.code, 'sign_in_denied');

      assert.equal((await finish(invited)).state, 'accepted');
    });

    it('is over after three days', async () => {
      const invited = await invite(world);

      world.clock.advance(72 * 60 * 60_000);

      assert.equal(codeOf((await invited.call('views')).body), 'invitation_expired');
      assert.equal(codeOf((await invited.call('connections', formOf(world))).body), 'invitation_expired');
    });

    it('is in the audit log, from the command to the first admin', async () => {
      const invited = await invite(world, 'In the log');
      await finish(invited);

      const entries = await world.database.db
        .selectFrom('audit_entries')
        .select(['action', 'actor', 'detail'])
        .where('tenant_id', '=', invited.tenantId)
        .orderBy('sequence')
        .execute();
      const actions = entries.map(({ action }) => action);
      assert.deepEqual(actions.slice(0, 4), [
        'tenant.invited',
        'tenant.connected',
        'agent.signed_in',
        'tenant.put_in_use',
      ]);
      assert.ok(!JSON.stringify(entries).includes(invited.secret));
    });

    it('is not told apart from none by somebody with another secret', async () => {
      const invited = await invite(world);
      const guess = asInvited(world, { ...invited, secret: 'A'.repeat(43) });
      const none = asInvited(world, { ...invited, id: `inv_${'A'.repeat(22)}` });

      for (const what of ['views', 'acceptances'] as const) {
        const answers = [await guess.call(what), await none.call(what)];
        assert.deepEqual(answers[0], answers[1]);
        assert.equal(codeOf(answers[0]?.body), 'invitation_invalid');
      }
    });
  });
}
