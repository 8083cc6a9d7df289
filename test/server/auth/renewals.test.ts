import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { AgentToken } from '../../../protocol/http/authentication.ts';
import { type AuthWorld, openAuthWorld } from './auth-world.ts';
import { codeOf } from './code-of.ts';
import { parseAnswer } from './parse-answer.ts';

const minute = 60_000;

for (const database of ['sqlite', 'postgres'] as const) {
  describe(`staying signed in (${database})`, { timeout: 120_000 }, () => {
    let world: AuthWorld;

    before(async () => {
      world = await openAuthWorld('zendesk', database);
    });
    beforeEach(() =>
      world.simulated.control({
        clearFaults: true,
        person: { login: 'ada', groups: ['Support', 'Handrail agents'], suspended: false },
      }),
    );
    after(async () => {
      assert.deepEqual(world.bugs, []);
      await world.close();
    });

    const renew = (token: string) => world.panel.call('POST', '/api/auth/renewals', { token });
    const me = (token: string) => world.panel.call('GET', '/api/agents/me', { token });

    it('gives the next bearer, and leaves the old one to other panels until its end', async () => {
      const first = await world.signInAs('ada');
      world.clock.advance(8 * minute);

      const second = parseAnswer(AgentToken, (await renew(first.token)).body);

      assert.notEqual(second.token, first.token);
      assert.equal((await me(first.token)).status, 200);
      world.clock.advance(3 * minute);
      assert.equal((await me(first.token)).status, 401);
      assert.equal((await me(second.token)).status, 200);
      assert.equal((await renew(first.token)).status, 401);
    });

    it('goes on for eight hours, and no longer', async () => {
      const { token } = await world.signInAs('ada');
      const startedAt = world.clock.now();
      let bearer = token;
      for (;;) {
        world.clock.advance(7 * minute);
        const answer = await renew(bearer);
        if (answer.status !== 201) {
          assert.equal(codeOf(answer.body), 'auth_expired');
          break;
        }
        const next = parseAnswer(AgentToken, answer.body);
        assert.ok(next.expiresAt <= startedAt + 8 * 60 * minute);
        bearer = next.token;
      }

      assert.ok(world.clock.now() > startedAt + 7.5 * 60 * minute);
      world.clock.advance(11 * minute);
      assert.equal((await me(bearer)).status, 401);
    });

    it('ends access within 15 minutes of losing the role', async () => {
      let { token } = await world.signInAs('ada');
      const checkedAt = world.clock.now();
      await world.simulated.control({ person: { login: 'ada', groups: ['Support'] } });

      let roles = ['agent'];
      while (roles.length > 0) {
        world.clock.advance(4 * minute);
        const next = parseAnswer(AgentToken, (await renew(token)).body);
        token = next.token;
        roles = next.agent.roles;
      }

      assert.ok(world.clock.now() - checkedAt <= 15 * minute);
    });

    it('gives no bearer that outlives what is known of the roles while the CRM is down', async () => {
      const { token } = await world.signInAs('ada');
      world.clock.advance(4 * minute);
      await world.simulated.control({ fault: { path: '/', status: 503, times: 50 } });

      const early = parseAnswer(AgentToken, (await renew(token)).body);
      world.clock.advance(5 * minute);
      const late = await renew(early.token);

      assert.equal(codeOf(late.body), 'crm_unavailable');
    });

    it('takes the roles from somebody whom the CRM has switched off', async () => {
      const { agent, token } = await world.signInAs('ada');
      world.clock.advance(9 * minute);
      // Zendesk refuses the tokens of suspended people; some answers still say why.
      await world.simulated.control({ person: { login: 'ada', role: 'end-user' } });

      const answer = await renew(token);
      await world.simulated.control({ person: { login: 'ada', role: 'agent' } });

      assert.equal(codeOf(answer.body), 'user_inactive');
      const still = await me(token);
      assert.deepEqual(parseAnswer(AgentToken.entries.agent, still.body).roles, []);
      assert.equal(agent.name, 'Ada Agent');
    });

    it('says that the CRM has ended the grant, and allows nothing but connecting again', async () => {
      const { token, agent } = await world.signInAs('ada');
      assert.equal(agent.connection, 'connected');
      world.clock.advance(9 * minute);
      await world.simulated.control({ revokeTokens: 'ada' });

      const renewed = parseAnswer(AgentToken, (await renew(token)).body);

      assert.equal(renewed.agent.connection, 'revoked');
      assert.deepEqual(renewed.agent.permissions, []);
      const still = parseAnswer(AgentToken.entries.agent, (await me(renewed.token)).body);
      assert.deepEqual([still.permissions, still.roles], [[], []]);
    });

    it('keeps one grant at the CRM for an agent who signs in again and again', async () => {
      for (let times = 0; times < 3; times += 1) await world.signInAs('sam');

      const { accessToken } = await world.crms.vault.read({
        tenantId: world.simulated.tenant.id,
        agentId: (await world.signInAs('sam')).agent.id,
      });

      assert.ok(accessToken);
      const crm = await world.crms.crmOf(await ownerOf('Sam Supervisor'));
      assert.equal((await crm.currentUser()).name, 'Sam Supervisor');
    });

    it('lets one address begin so many sign-ins a minute, and no more', async () => {
      const statuses = new Set<number>();
      for (let times = 0; times < 70; times += 1) {
        const body = { tenantId: world.simulated.tenant.id, publicKey: world.panel.key.publicKey };
        const answer = await world.panel.call('POST', '/api/auth/transactions', { body });
        statuses.add(answer.status);
        if (answer.status === 429) assert.equal(codeOf(answer.body), 'rate_limited');
      }

      assert.ok(statuses.has(429));
    });

    const ownerOf = async (name: string) => {
      const row = await world.database.db
        .selectFrom('agents')
        .select('id')
        .where('name', '=', name)
        .executeTakeFirstOrThrow();
      return { tenantId: world.simulated.tenant.id, agentId: row.id };
    };
  });
}
