import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createInvitation } from '../../server/setup/create-invitation.ts';
import { type AuthWorld, openAuthWorld } from '../server/auth/auth-world.ts';
import { codeOf } from '../server/auth/code-of.ts';
import { asInvited, formOf, invite } from '../server/setup/invited.ts';

describe('somebody who wants to be a tenant’s admin', { timeout: 60_000 }, () => {
  let world: AuthWorld;
  before(async () => {
    world = await openAuthWorld('zendesk');
  });
  after(() => world.close());

  const rulesOf = async (tenantId: string) =>
    (await world.tenants.find(world.database.db, tenantId))?.settings.roleRules ?? [];

  it('does not become a second one with a copy of the invitation', async () => {
    const invited = await invite(world);
    const thief = asInvited(world, invited);
    const started = await invited.connect();
    await (await world.popupTo('ann', started)).finish();

    const [first, second] = await Promise.all([invited.call('acceptances'), thief.call('acceptances')]);

    assert.deepEqual([first.status, second.status].sort(), [200, 410]);
    assert.equal((await rulesOf(invited.tenantId)).length, 1);
    assert.equal(codeOf((await thief.call('connections', formOf(world))).body), 'invitation_used');
  });

  it('does not slip in under a sign-in that the admin has begun anew', async () => {
    const invited = await invite(world);
    const lured = await asInvited(world, invited).connect();
    await invited.connect();

    await (await world.popupTo('nora', lured)).finish();

    assert.deepEqual(await invited.accept(), { state: 'pending' });
    assert.equal(await world.tenants.find(world.database.db, invited.tenantId), null);
  });

  it('does not take over a tenant that is in use', async () => {
    const { id } = world.simulated.tenant;
    assert.notEqual((await invite(world, id)).tenantId, id);

    await world.signInAs('ada');
    await assert.rejects(
      createInvitation(
        { inTransaction: world.database.inTransaction, origin: world.origin, now: world.clock.now },
        { name: 'Mine', tenantId: id, suggestion: null },
      ),
      /There is a tenant/,
    );
  });

  it('cannot have secrets sent to other hosts', async () => {
    const invited = await invite(world);
    const form = formOf(world);
    const bases = [
      'https://acme.zendesk.com.attacker.example',
      'https://attacker.example',
      'http://acme.zendesk.com',
      'https://acme.zendesk.com:8443',
      'https://zendesk.com',
      'http://127.0.0.1:9200',
      'https://169.254.169.254',
    ];

    for (const base of bases) {
      const { status, body } = await invited.call('connections', {
        ...form,
        connection: { ...form.connection, base },
      });
      assert.deepEqual([status, codeOf(body)], [400, 'host_refused'], base);
    }
    for (const siteUrl of [
      'http://shop.example/',
      'javascript:alert(1)',
      'https://user:pass@shop.example/',
    ]) {
      const { body } = await invited.call('connections', { ...form, siteUrl });
      assert.equal(codeOf(body), 'host_refused', siteUrl);
    }
  });

  it('cannot name an admin where signing in shows who it is', async () => {
    const invited = await invite(world);
    const firstAdmin = { subject: world.simulated.userIds.nora, name: 'Nora' };

    const { body } = await invited.call('connections', { ...formOf(world), firstAdmin });

    assert.equal(codeOf(body), 'invalid_request');
  });

  it('is slowed down when guessing', async () => {
    const invited = await invite(world);
    const guess = asInvited(world, { ...invited, secret: 'B'.repeat(43) });

    const answers = await Promise.all(Array.from({ length: 130 }, () => guess.call('views')));

    assert.ok(answers.some(({ status }) => status === 429));
    assert.ok(answers.every(({ status }) => status === 404 || status === 429));
  });
});
