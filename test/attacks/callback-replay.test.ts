import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createWebClient } from '../crm/web-client.ts';
import { type AuthWorld, openAuthWorld } from '../server/auth/auth-world.ts';
import { codeOf } from '../server/auth/code-of.ts';

for (const kind of ['zendesk', 'salesforce'] as const) {
  describe(`a callback that is replayed (${kind})`, { timeout: 60_000 }, () => {
    let world: AuthWorld;

    before(async () => {
      world = await openAuthWorld(kind);
    });
    after(() => world.close());

    it('is refused in the same browser, and undoes nothing', async () => {
      const started = await world.panel.start();
      const popup = await world.popupTo('ada', started);
      await popup.finish();

      const again = await popup.browser.request(popup.callbackUrl);

      assert.equal(codeOf(await again.json()), 'sign_in_used');
      const state = await world.panel.poll(started);
      assert.ok(state.status === 'signed-in');
      // The CRM would end the grant if it saw the code again.
      assert.equal((await world.crms.crmOf(await ownerOf(state.agent.id))).kind, kind);
      const crm = await world.crms.crmOf(await ownerOf(state.agent.id));
      assert.equal((await crm.currentUser()).name, 'Ada Agent');
    });

    it('is refused in another browser', async () => {
      const started = await world.panel.start();
      const popup = await world.popupTo('ada', started);
      await popup.finish();

      const elsewhere = await createWebClient(world.simulated.upstream).request(popup.callbackUrl);

      assert.equal(codeOf(await elsewhere.json()), 'sign_in_unproven');
    });

    it('works once when it arrives twice in the same moment', async () => {
      const started = await world.panel.start();
      const { browser, callbackUrl } = await world.popupTo('ada', started);

      const answers = await Promise.all([browser.request(callbackUrl), browser.request(callbackUrl)]);

      assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409]);
      assert.equal((await world.panel.poll(started)).status, 'signed-in');
    });

    it('is refused once the popup has gone to the CRM a second time', async () => {
      const started = await world.panel.start();
      const first = await world.popupTo('ada', started);
      await first.browser.request(`${world.origin}/auth/authorize/${started.id}`);

      const late = await first.browser.request(first.callbackUrl);

      assert.equal(codeOf(await late.json()), 'sign_in_expired');
    });

    const ownerOf = async (agentId: string) => ({ tenantId: world.simulated.tenant.id, agentId });
  });
}
