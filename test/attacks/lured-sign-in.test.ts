import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createWebClient, type WebClient } from '../crm/web-client.ts';
import { type AuthWorld, goThroughCrm, openAuthWorld, postFrom, proofOf } from '../server/auth/auth-world.ts';
import { codeOf } from '../server/auth/code-of.ts';

/** The attacker begins a sign-in of their own, and gets somebody who is signed in to the CRM to finish it. */
describe('a lured sign-in', { timeout: 60_000 }, () => {
  let world: AuthWorld;
  let victim: WebClient;

  before(async () => {
    world = await openAuthWorld('zendesk');
    // The victim has allowed Handrail before: the CRM would ask nothing.
    await world.signInAs('ada');
    victim = await world.simulated.browserOf('ada');
  });
  after(() => world.close());

  it('gets nobody to the CRM before the codes were compared', async () => {
    const attackers = await world.panel.start();

    const sent = await victim.request(`${world.origin}/auth/authorize/${attackers.id}`);

    assert.equal(sent.status, 403);
    assert.equal(sent.headers.get('location'), null);
    assert.equal(codeOf(await sent.json()), 'sign_in_unproven');
    assert.deepEqual(await world.panel.poll(attackers), { status: 'pending' });
  });

  it('cannot compare them for the victim from another site', async () => {
    const attackers = await world.panel.start();

    for (const origin of ['https://evil.example', 'null', undefined]) {
      const posted = await victim.request(`${world.origin}/auth/transactions/${attackers.id}/confirmations`, {
        method: 'POST',
        headers: { ...(origin ? { origin } : {}), 'content-type': 'text/plain' },
        body: '{}',
      });
      assert.equal(codeOf(await posted.json()), 'origin_refused');
      assert.equal(posted.headers.get('set-cookie'), null);
    }
  });

  it('cannot use a binding of the attacker’s own browser', async () => {
    const attackers = await world.panel.start();
    const attackersBrowser = createWebClient(world.simulated.upstream);
    await postFrom(attackersBrowser, world.origin, `/auth/transactions/${attackers.id}/confirmations`);

    const sent = await victim.request(`${world.origin}/auth/authorize/${attackers.id}`);

    assert.equal(codeOf(await sent.json()), 'sign_in_unproven');
  });

  it('cannot hand the victim an address at the CRM that comes back as theirs', async () => {
    const attackers = await world.panel.start();
    const attackersBrowser = createWebClient(world.simulated.upstream);
    await postFrom(attackersBrowser, world.origin, `/auth/transactions/${attackers.id}/confirmations`);
    const sent = await attackersBrowser.request(`${world.origin}/auth/authorize/${attackers.id}`);
    const authorizeUrl = sent.headers.get('location') ?? '';

    const callback = (await victim.request(authorizeUrl)).headers.get('location') ?? '';
    const back = await victim.request(callback);

    assert.equal(codeOf(await back.json()), 'sign_in_unproven');
    assert.deepEqual(await world.panel.poll(attackers), { status: 'pending' });
  });

  it('takes no proof but that of the transaction’s own secret', async () => {
    const [attackers, another] = [await world.panel.start(), await world.panel.start()];
    const path = `/auth/transactions/${attackers.id}/proofs`;

    for (const proof of [proofOf(another), another.pollSecret, 'A'.repeat(43)]) {
      const posted = await postFrom(victim, world.origin, path, { proof });
      assert.equal(codeOf(await posted.json()), 'sign_in_unproven');
      assert.equal(posted.headers.get('set-cookie'), null);
    }
  });

  it('lets the codes be compared by one browser only', async () => {
    const started = await world.panel.start();
    const path = `/auth/transactions/${started.id}/confirmations`;
    const first = createWebClient(world.simulated.upstream);
    await postFrom(first, world.origin, path);

    const second = await postFrom(victim, world.origin, path);
    const again = await postFrom(first, world.origin, path);

    assert.equal(codeOf(await second.json()), 'sign_in_used');
    assert.equal(again.status, 201);
  });

  it('lets the panel’s own popup through, by proof', async () => {
    const started = await world.panel.start();
    await postFrom(victim, world.origin, `/auth/transactions/${started.id}/proofs`, {
      proof: proofOf(started),
    });

    const popup = await goThroughCrm({ browser: victim, origin: world.origin, started });

    assert.deepEqual(await popup.finish(), { status: 'signed-in', name: 'Ada Agent' });
  });
});
