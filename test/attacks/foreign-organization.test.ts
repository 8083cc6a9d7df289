import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { listen } from '../../demo/serving/listen.ts';
import { type AuthWorld, openAuthWorld } from '../server/auth/auth-world.ts';

for (const kind of ['zendesk', 'salesforce'] as const) {
  describe(`a CRM that answers for another organization (${kind})`, { timeout: 60_000 }, () => {
    let world: AuthWorld;

    before(async () => {
      world = await openAuthWorld(kind);
    });
    beforeEach(() => world.simulated.control({ clearFaults: true, revokeTokens: 'everybody' }));
    after(() => world.close());

    it('signs nobody in, keeps no token and ends the grant', async () => {
      const started = await world.panel.start();
      const popup = await world.popupTo('ada', started);
      await world.simulated.control({ wrongOrganization: 1 });

      const outcome = await popup.finish();

      assert.ok(outcome.status === 'failed' && outcome.problem.code === 'wrong_organization');
      assert.deepEqual(await world.database.db.selectFrom('crm_tokens').selectAll().execute(), []);
      assert.deepEqual(await world.database.db.selectFrom('agents').selectAll().execute(), []);
      if (kind === 'salesforce') assert.equal(await world.simulated.grants(), 0);
    });

    it('is found out later, too', async () => {
      const owner = await world.signIn('ada');
      await world.simulated.control({ wrongOrganization: 1, expireAccessTokens: true });
      const crm = await world.crms.crmOf(owner);

      await assert.rejects(crm.currentUser(), { code: 'wrong_organization' });
    });
  });
}

describe('a foreign instance_url', { timeout: 60_000 }, () => {
  it('is refused, and never sent a token', async () => {
    const world = await openAuthWorld('salesforce');
    const seen: string[] = [];
    const trap = await listen(0);
    trap.use((req, res) => {
      seen.push(req.url ?? '');
      res.end('{}');
    });
    try {
      for (const url of [`http://salesforce.localhost:${trap.port}`, 'https://evil.example', 'nonsense']) {
        const started = await world.panel.start();
        const popup = await world.popupTo('ada', started);
        await world.simulated.control({ foreignInstance: { url } });

        const outcome = await popup.finish();

        assert.ok(outcome.status === 'failed');
        assert.match(outcome.problem.code, /^(wrong_organization|crm_answer_invalid)$/);
      }
      assert.equal(seen.length, 0);
    } finally {
      await trap.close();
      await world.close();
    }
  });
});
