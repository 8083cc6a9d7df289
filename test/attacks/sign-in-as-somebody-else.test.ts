import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type AuthWorld, openAuthWorld, type Popup } from '../server/auth/auth-world.ts';
import { codeOf } from '../server/auth/code-of.ts';

/** The attacker wants the victim to work, unknowingly, in the attacker's account; or the other way round. */
for (const kind of ['zendesk', 'salesforce'] as const) {
  describe(`a popup that signs in as somebody else (${kind})`, { timeout: 60_000 }, () => {
    let world: AuthWorld;

    before(async () => {
      world = await openAuthWorld(kind);
    });
    after(() => world.close());

    const pair = async (): Promise<{ victims: Popup; attackers: Popup; poll: () => Promise<string> }> => {
      const [forVictim, forAttacker] = [await world.panel.start(), await world.panel.start()];
      const [victims, attackers] = [
        await world.popupTo('ada', forVictim),
        await world.popupTo('sam', forAttacker),
      ];
      return { victims, attackers, poll: async () => (await world.panel.poll(forVictim)).status };
    };
    const param = (popup: Popup, name: string) => new URL(popup.callbackUrl).searchParams.get(name) ?? '';
    const withParams = (code: string, state: string) =>
      `${world.origin}/auth/callback?${new URLSearchParams({ code, state })}`;

    it('is stopped when the attacker’s whole callback is opened in the victim’s browser', async () => {
      const { victims, attackers, poll } = await pair();

      const back = await victims.browser.request(attackers.callbackUrl);

      assert.equal(codeOf(await back.json()), 'sign_in_unproven');
      assert.equal(await poll(), 'pending');
      assert.equal((await victims.finish()).status, 'signed-in');
    });

    it('is stopped when the state is another transaction’s', async () => {
      const { victims, attackers } = await pair();
      const mixed = withParams(param(victims, 'code'), param(attackers, 'state'));

      const back = await victims.browser.request(mixed);

      assert.equal(codeOf(await back.json()), 'sign_in_unproven');
    });

    it('is stopped when the code is the attacker’s: it was made for another verifier', async () => {
      const { victims, attackers, poll } = await pair();
      const injected = withParams(param(attackers, 'code'), param(victims, 'state'));

      const back = await victims.browser.request(injected);

      assert.equal(back.status, 303);
      assert.equal(await poll(), 'failed');
      const agents = await world.database.db.selectFrom('crm_tokens').selectAll().execute();
      const names = await world.database.db.selectFrom('agents').select(['id', 'name']).execute();
      assert.ok(
        !agents.some(({ agent_id }) =>
          names.some(({ id, name }) => id === agent_id && name === 'Sam Supervisor'),
        ),
      );
    });

    it('is stopped when the state is invented, or missing, or there twice', async () => {
      const { victims } = await pair();
      const { origin } = world;
      const code = param(victims, 'code');

      const answers = [];
      for (const query of [
        `code=${code}&state=${'A'.repeat(43)}`,
        `code=${code}`,
        `code=${code}&state=a&state=b`,
      ]) {
        answers.push(
          codeOf(await (await victims.browser.request(`${origin}/auth/callback?${query}`)).json()),
        );
      }

      assert.deepEqual(answers, ['sign_in_expired', 'invalid_request', 'invalid_request']);
    });

    it('cannot smuggle a callback into the way out', async () => {
      const started = await world.panel.start();
      const popup = await world.popupTo('ada', started);
      const { search } = new URL(popup.callbackUrl);

      const sent = await popup.browser.request(`${world.origin}/auth/authorize/${started.id}${search}`);

      assert.equal(codeOf(await sent.json()), 'invalid_request');
    });

    it('is refused when the panel’s person was somebody else', async () => {
      const { token } = await world.signInAs('ada');
      const started = await world.panel.start(token);

      const outcome = await (await world.popupTo('sam', started)).finish();

      assert.ok(outcome.status === 'failed' && outcome.problem.code === 'wrong_account');
    });
  });
}
