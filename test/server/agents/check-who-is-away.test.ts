import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Reasons } from '../../../protocol/http/admin-people.ts';
import { type AuthWorld, openAuthWorld } from '../auth/auth-world.ts';
import { codeOf } from '../auth/code-of.ts';
import { parseAnswer } from '../auth/parse-answer.ts';

const kinds = [
  {
    kind: 'zendesk',
    database: 'postgres',
    promote: { person: { login: 'nora', groups: ['Support', 'Handrail agents'] } },
    demote: { person: { login: 'nora', groups: ['Support'] } },
    switchOff: { person: { login: 'nora', role: 'end-user' } },
  },
  {
    kind: 'salesforce',
    database: 'sqlite',
    promote: { person: { login: 'nora', customPermissions: ['Handrail_Agent'] } },
    demote: { person: { login: 'nora', customPermissions: [] } },
    switchOff: { person: { login: 'nora', active: false } },
  },
] as const;

for (const { kind, database, promote, demote, switchOff } of kinds) {
  describe(`checking somebody who is signed out (${kind}, ${database})`, { timeout: 60_000 }, () => {
    let world: AuthWorld;
    let ann: Awaited<ReturnType<AuthWorld['signInAs']>>;
    let nora: string;

    before(async () => {
      world = await openAuthWorld(kind, database);
      ann = await world.signInAs('ann');
      const signedIn = await world.signInAs('nora');
      nora = signedIn.agent.id;
      await world.panel.call('POST', '/api/auth/sign-outs', { token: signedIn.token, body: {} });
      world.clock.advance(60_000);
      while ((await world.work()) > 0);
    });
    after(async () => {
      assert.deepEqual(world.bugs, []);
      await world.close();
    });

    const check = () =>
      world.panel.call('POST', `/api/people/${nora}/checks`, { token: ann.token, body: {} });
    const rolesNow = async () => parseAnswer(Reasons, (await check()).body).person.roles;

    it('asks the CRM as who checks, and follows what it says', async () => {
      const owner = { tenantId: world.simulated.tenant.id, agentId: nora };
      await assert.rejects(world.crms.vault.read(owner), { code: 'auth_revoked' });
      await world.simulated.control(promote);
      assert.deepEqual(await rolesNow(), ['agent']);

      await world.simulated.control(demote);

      assert.deepEqual(await rolesNow(), []);
      const told = world.rolesChanged.filter(({ agentId }) => agentId === nora);
      assert.equal(told.length, 2);
      assert.ok(world.accessLost.some(({ agentId }) => agentId === nora));
    });

    it('says that they are switched off', async () => {
      await world.simulated.control(switchOff);

      assert.equal(codeOf((await check()).body), 'user_inactive');
    });

    it('says so when who checks can’t ask the CRM either', async () => {
      await world.simulated.control({ revokeTokens: 'ann' });

      assert.equal(codeOf((await check()).body), 'auth_revoked');
    });
  });
}
