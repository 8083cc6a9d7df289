import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { enqueue } from '../../../server/jobs/outbox.ts';
import { type AuthWorld, openAuthWorld } from './auth-world.ts';
import { codeOf } from './code-of.ts';

const day = 24 * 60 * 60_000;

for (const [kind, database] of [
  ['zendesk', 'sqlite'],
  ['salesforce', 'postgres'],
] as const) {
  describe(`signing out (${kind}, ${database})`, { timeout: 60_000 }, () => {
    let world: AuthWorld;

    before(async () => {
      world = await openAuthWorld(kind, database);
    });
    beforeEach(() => world.simulated.control({ clearFaults: true, revokeTokens: 'everybody' }));
    after(async () => {
      assert.deepEqual(world.bugs, []);
      await world.close();
    });

    const signOut = (token: string) => world.panel.call('POST', '/api/auth/sign-outs', { token });
    const sealedOf = async (agentId: string) =>
      (
        await world.database.db
          .selectFrom('crm_tokens')
          .select('sealed')
          .where('agent_id', '=', agentId)
          .executeTakeFirstOrThrow()
      ).sealed;
    const state = async () => {
      const response = await world.simulated.upstream.fetch(`${world.simulated.origin}/__state`);
      return (await response.json()) as { accessTokens: number; pendingFaults: unknown[] };
    };
    const liveTokens = async () => (await state()).accessTokens;
    const later = async (): Promise<void> => {
      world.clock.advance(60_000);
      await world.work();
    };

    it('ends every bearer of the agent at once, and what the agent has running', async () => {
      const [one, two] = [await world.signInAs('ada'), await world.signInAs('ada')];

      const answer = await signOut(one.token);

      assert.equal(answer.status, 204);
      for (const { token } of [one, two]) {
        assert.equal((await world.panel.call('GET', '/api/agents/me', { token })).status, 401);
        assert.equal((await world.panel.call('POST', '/api/auth/renewals', { token })).status, 401);
      }
      assert.equal(world.signedOut.at(-1)?.agentId, one.agent.id);
    });

    it('lets no bearer come of a renewal that was under way', async () => {
      const { token } = await world.signInAs('ada');
      world.clock.advance(9 * 60_000);
      await world.simulated.control({ fault: { path: '/', latencyMs: 500 } });
      const renewal = world.panel.call('POST', '/api/auth/renewals', { token });
      while ((await state()).pendingFaults.length > 0) await new Promise((resolve) => setImmediate(resolve));

      await signOut(token);

      assert.equal((await renewal).status, 401);
    });

    it('lets no bearer come of a sign-in that no panel has asked about yet', async () => {
      const { token } = await world.signInAs('ada');
      const started = await world.panel.start();
      await (await world.popupTo('ada', started)).finish();

      await signOut(token);

      const answer = await world.panel.call('GET', `/api/auth/transactions/${started.id}`, {
        bearer: started.pollSecret,
      });
      assert.equal(codeOf(answer.body), 'sign_in_used');
    });

    it('ends what the agent has running once more before the grant, should it have died in between', async () => {
      const { agent, token } = await world.signInAs('ada');
      await signOut(token);
      world.signedOut.length = 0;

      await later();

      assert.deepEqual(
        world.signedOut.map(({ agentId }) => agentId),
        [agent.id],
      );
    });

    it('ends the grant at the CRM and forgets the tokens', async () => {
      const { agent, token } = await world.signInAs('ada');
      await signOut(token);

      await later();

      assert.equal(await sealedOf(agent.id), '');
      assert.equal(await liveTokens(), 0);
    });

    it('leaves the grant until what is still to be written in the agent’s name is written', async () => {
      const { agent, token } = await world.signInAs('ada');
      const job = { tenantId: world.simulated.tenant.id, kind: 'test.job', payload: { agentId: agent.id } };
      const runAt = world.clock.now() + 10 * 60_000;
      await world.database.inTransaction((trx) => enqueue(trx, { ...job, runAt }));
      await signOut(token);

      await later();
      assert.notEqual(await sealedOf(agent.id), '');
      world.clock.advance(30 * 60_000);
      await world.work();
      await later();

      assert.equal(await sealedOf(agent.id), '');
    });

    it('waits for a CRM that is down, and for a day at most', async () => {
      const { agent, token } = await world.signInAs('ada');
      await signOut(token);
      await world.simulated.control({ fault: { path: '/', status: 503, times: 1000 } });

      await later();
      assert.notEqual(await sealedOf(agent.id), '');
      world.clock.advance(25 * 60 * 60_000);
      await world.work();

      assert.equal(await sealedOf(agent.id), '');
    });

    it('happens by itself to who has not been here for a month, and not a day before', async () => {
      const { agent } = await world.signInAs('ada');
      world.clock.advance(29 * day);
      await world.endIdleGrants();
      await later();
      assert.notEqual(await sealedOf(agent.id), '');
      world.clock.advance(day);

      const ended = [await world.endIdleGrants(), await world.endIdleGrants()];
      await later();

      assert.equal(ended[1], 0);
      assert.equal(await sealedOf(agent.id), '');
    });

    it('leaves a grant alone that somebody has signed in with since', async () => {
      const { token } = await world.signInAs('ada');
      await signOut(token);
      world.clock.advance(1_000);
      const { agent } = await world.signInAs('ada');

      await later();

      assert.notEqual(await sealedOf(agent.id), '');
      const owner = { tenantId: world.simulated.tenant.id, agentId: agent.id };
      assert.equal((await (await world.crms.crmOf(owner)).currentUser()).name, 'Ada Agent');
    });
  });
}
