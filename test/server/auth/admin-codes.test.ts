import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AdminCode } from '../../../protocol/http/admin-codes.ts';
import { AgentToken } from '../../../protocol/http/authentication.ts';
import { type AuthWorld, openAuthWorld } from './auth-world.ts';
import { codeOf } from './code-of.ts';
import { parseAnswer } from './parse-answer.ts';

const hour = 3_600_000;

for (const [kind, database] of [
  ['zendesk', 'sqlite'],
  ['salesforce', 'postgres'],
] as const) {
  describe(`a panel’s way into the admin pages (${kind}, ${database})`, { timeout: 60_000 }, () => {
    let world: AuthWorld;
    before(async () => {
      world = await openAuthWorld(kind, database);
    });
    after(async () => {
      assert.deepEqual(world.bugs, []);
      await world.close();
    });

    const issue = async (token: string) =>
      parseAnswer(AdminCode, (await world.panel.call('POST', '/api/admin-codes', { token, body: {} })).body);
    const redeem = (code: string) =>
      world.panel.call('POST', '/api/admin-codes/redemptions', {
        body: { code, publicKey: world.panel.key.publicKey },
      });

    it('opens them once, as the same person', async () => {
      const ann = await world.signInAs('ann');
      const { code } = await issue(ann.token);

      const first = await redeem(code);
      const second = await redeem(code);

      const { token, agent } = parseAnswer(AgentToken, first.body);
      assert.deepEqual(agent.id, ann.agent.id);
      assert.equal((await world.panel.call('GET', '/api/agents/me', { token })).status, 200);
      assert.equal(codeOf(second.body), 'sign_in_expired');
    });

    it('is over after a minute, and when a newer one was made', async () => {
      const { token } = await world.signInAs('ann');
      const older = await issue(token);
      const newer = await issue(token);
      assert.equal(codeOf((await redeem(older.code)).body), 'sign_in_expired');

      world.clock.advance(60_000);

      assert.equal(codeOf((await redeem(newer.code)).body), 'sign_in_expired');
    });

    it('is for administrators only, and for nobody who guesses', async () => {
      const { token } = await world.signInAs('ada');

      const refused = await world.panel.call('POST', '/api/admin-codes', { token, body: {} });

      assert.equal(codeOf(refused.body), 'missing_role');
      assert.equal((await world.panel.call('POST', '/api/admin-codes', { body: {} })).status, 401);
      assert.equal(codeOf((await redeem('A'.repeat(43))).body), 'sign_in_expired');
    });

    it('makes no sign-in longer than eight hours, however often it is used', async () => {
      let { token } = await world.signInAs('ann');
      const end = world.clock.now() + 8 * hour;
      for (let at = world.clock.now(); at < end - 540_000; at += 540_000) {
        world.clock.advance(540_000);
        const next = parseAnswer(AgentToken, (await redeem((await issue(token)).code)).body);
        assert.ok(next.expiresAt <= end);
        token = next.token;
      }

      world.clock.advance(540_000);

      assert.equal((await world.panel.call('GET', '/api/agents/me', { token })).status, 401);
    });
  });
}
