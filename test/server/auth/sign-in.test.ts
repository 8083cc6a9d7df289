import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { SignInView } from '../../../protocol/http/authentication.ts';
import { createWebClient } from '../../crm/web-client.ts';
import { type AuthWorld, goThroughCrm, openAuthWorld, postFrom } from './auth-world.ts';
import { codeOf } from './code-of.ts';
import { parseAnswer } from './parse-answer.ts';

for (const kind of ['zendesk', 'salesforce'] as const) {
  describe(`signing in with ${kind}`, { timeout: 120_000 }, () => {
    let world: AuthWorld;

    before(async () => {
      world = await openAuthWorld(kind);
    });
    beforeEach(() => world.simulated.control({ clearFaults: true }));
    after(async () => {
      assert.deepEqual(world.bugs, []);
      await world.close();
    });

    it('ends in the panel with a bearer, a name, roles and permissions', async () => {
      const started = await world.panel.start();
      const popup = await world.popupTo('ada', started);
      assert.deepEqual(await world.panel.poll(started), { status: 'pending' });

      const outcome = await popup.finish();
      const state = await world.panel.poll(started);

      assert.deepEqual(outcome, { status: 'signed-in', name: 'Ada Agent' });
      assert.ok(state.status === 'signed-in');
      assert.equal(state.agent.name, 'Ada Agent');
      assert.deepEqual(state.agent.roles, ['agent']);
      assert.ok(state.agent.permissions.includes('sessions.start'));
      assert.equal(state.agent.missingRole, null);
    });

    it('tells the bearer once', async () => {
      const started = await world.panel.start();
      await (await world.popupTo('ada', started)).finish();
      await world.panel.poll(started);

      const { id, pollSecret } = started;
      const again = await world.panel.call('GET', `/api/auth/transactions/${id}`, { bearer: pollSecret });

      assert.equal(again.status, 409);
      assert.equal(codeOf(again.body), 'sign_in_used');
    });

    it('tells somebody without a role which one is missing, and who gives it', async () => {
      const { agent, token } = await world.signInAs('nora');

      assert.deepEqual(agent.roles, []);
      assert.deepEqual(agent.permissions, []);
      assert.equal(agent.missingRole?.role, 'agent');
      assert.deepEqual(agent.missingRole.givenBy, [world.simulated.tenant.settings.roleRules[0]?.name]);
      const me = await world.panel.call('GET', '/api/agents/me', { token });
      assert.deepEqual(me.body, agent);
    });

    it('lets two tabs sign in at once', async () => {
      const browser = await world.simulated.browserOf('ada');
      const [first, second] = [await world.panel.start(), await world.panel.start()];
      for (const started of [first, second]) {
        await postFrom(browser, world.origin, `/auth/transactions/${started.id}/confirmations`);
      }
      const popups = [first, second].map((started) =>
        goThroughCrm({ browser, origin: world.origin, started }),
      );

      const outcomes = await Promise.all((await Promise.all(popups)).map((popup) => popup.finish()));

      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['signed-in', 'signed-in'],
      );
      assert.equal((await world.panel.poll(first)).status, 'signed-in');
      assert.equal((await world.panel.poll(second)).status, 'signed-in');
    });

    it('keeps apart two people whose callbacks arrive in the same moment', async () => {
      const [one, two] = [await world.panel.start(), await world.panel.start()];
      const popups = [await world.popupTo('ada', one), await world.popupTo('sam', two)];

      await Promise.all(popups.map((popup) => popup.finish()));

      const names = [await world.panel.poll(one), await world.panel.poll(two)].map((state) =>
        state.status === 'signed-in' ? state.agent.name : state.status,
      );
      assert.deepEqual(names, ['Ada Agent', 'Sam Supervisor']);
    });

    it('shows the popup what to compare, and no secret', async () => {
      const started = await world.panel.start();

      const response = await createWebClient(world.simulated.upstream).request(
        `${world.origin}/auth/transactions/${started.id}`,
      );

      const view = parseAnswer(SignInView, await response.json());
      assert.deepEqual(view, {
        userCode: started.userCode,
        crm: kind,
        tenantName: 'Acme Outdoor',
        comparesCode: true,
      });
      assert.match(started.userCode, /^[A-Z0-9]{4}$/);
    });

    it('has no token, and no code verifier, in any address or in the clear in the database', async () => {
      const started = await world.panel.start();
      const popup = await world.popupTo('ada', started);
      const [row] = await world.database.db.selectFrom('sign_in_transactions').selectAll().execute();
      await popup.finish();
      const tokens = await world.database.db.selectFrom('crm_tokens').selectAll().execute();

      assert.ok(row);
      const { accessToken, refreshToken } = await world.crms.vault.read({
        tenantId: world.simulated.tenant.id,
        agentId: tokens[0]?.agent_id ?? '',
      });
      const stored = JSON.stringify(tokens) + JSON.stringify(row);
      for (const secret of [accessToken, refreshToken, started.pollSecret]) {
        assert.ok(secret && !stored.includes(secret) && !popup.callbackUrl.includes(secret));
      }
    });

    it('passes on that the person said no', async () => {
      await world.simulated.control({ revokeTokens: 'everybody' });
      const started = await world.panel.start();

      const outcome = await (await world.popupTo('ada', started, 'deny')).finish();

      assert.ok(outcome.status === 'failed' && outcome.problem.code === 'sign_in_denied');
      const state = await world.panel.poll(started);
      assert.ok(state.status === 'failed' && state.problem.code === 'sign_in_denied');
    });

    it('is over after five minutes', async () => {
      const started = await world.panel.start();
      const popup = await world.popupTo('ada', started);

      world.clock.advance(5 * 60_000 + 1);

      const state = await world.panel.poll(started);
      assert.ok(state.status === 'failed' && state.problem.code === 'sign_in_expired');
      const outcome = await popup.finish();
      assert.ok(outcome.status === 'failed' && outcome.problem.code === 'sign_in_expired');
    });

    it('wants the same person back when a signed-in panel signs in again', async () => {
      const { token } = await world.signInAs('ada');
      const started = await world.panel.start(token);
      const grantsBefore = await world.simulated.grants();

      const outcome = await (await world.popupTo('sam', started)).finish();

      assert.ok(outcome.status === 'failed' && outcome.problem.code === 'wrong_account');
      assert.match(outcome.problem.title, /Sam Supervisor/);
      if (kind === 'salesforce') assert.ok((await world.simulated.grants()) <= grantsBefore);
    });

    const token = kind === 'zendesk' ? '/oauth/tokens' : '/services/oauth2/token';
    const who = kind === 'zendesk' ? '/api/v2/users/me' : '/id/';
    const faults = [
      ['is down when the code is redeemed', { path: token, status: 503 }, 'crm_unavailable'],
      ['answers the code with a page', { path: token, garbage: true }, 'crm_answer_invalid'],
      ['breaks off its answer to the code', { path: token, truncate: true }, 'crm_unavailable'],
      ['takes no more calls', { path: who, status: 429, retryAfter: 20 }, 'crm_rate_limited'],
      ['does not say who it is', { path: who, garbage: true }, 'crm_answer_invalid'],
      ['never answers who it is', { path: who, hang: true }, 'crm_unavailable'],
    ] as const;
    for (const [what, fault, code] of faults) {
      it(`says ${code}, in popup and panel, when the CRM ${what}`, async () => {
        const started = await world.panel.start();
        const popup = await world.popupTo('ada', started);
        await world.simulated.control({ fault });

        const outcome = await popup.finish();

        assert.ok(outcome.status === 'failed');
        assert.equal(outcome.problem.code, code);
        const state = await world.panel.poll(started);
        assert.ok(state.status === 'failed' && state.problem.code === code);
      });
    }

    it('writes down who signed in, and what was refused', async () => {
      const entries = await world.database.db
        .selectFrom('audit_entries')
        .select(['action', 'actor'])
        .execute();

      const actions = new Set(entries.map(({ action }) => action));
      assert.ok(actions.has('agent.signed_in') && actions.has('sign_in.refused'));
      assert.ok(
        entries.every(({ action, actor }) => action !== 'agent.signed_in' || actor.startsWith('agent:')),
      );
    });
  });
}
