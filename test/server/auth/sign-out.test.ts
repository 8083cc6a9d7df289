import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { enqueue } from '../../../server/jobs/outbox.ts';
import { type AuthWorld, openAuthWorld } from './auth-world.ts';

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

    const signOut = (bearer: string) => world.panel.call('POST', '/api/auth/sign-outs', { bearer });
    const sealedOf = async (agentId: string) =>
      (
        await world.database.db
          .selectFrom('crm_tokens')
          .select('sealed')
          .where('agent_id', '=', agentId)
          .executeTakeFirstOrThrow()
      ).sealed;
    const liveTokens = async (): Promise<number> => {
      const response = await world.simulated.upstream.fetch(`${world.simulated.origin}/__state`);
      return ((await response.json()) as { accessTokens: number }).accessTokens;
    };
    const later = async (): Promise<void> => {
      world.clock.advance(60_000);
      await world.work();
    };

    it('ends every bearer of the agent at once, and what the agent has running', async () => {
      const [one, two] = [await world.signInAs('ada'), await world.signInAs('ada')];

      const answer = await signOut(one.token);

      assert.equal(answer.status, 204);
      for (const { token } of [one, two]) {
        assert.equal((await world.panel.call('GET', '/api/agents/me', { bearer: token })).status, 401);
        assert.equal((await world.panel.call('POST', '/api/auth/renewals', { bearer: token })).status, 401);
      }
      assert.equal(world.signedOut.at(-1)?.agentId, one.agent.id);
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
