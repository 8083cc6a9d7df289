import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createWebClient } from '../crm/web-client.ts';
import { type AuthWorld, openAuthWorld, proofOf, type Started } from '../server/auth/auth-world.ts';
import { codeOf } from '../server/auth/code-of.ts';
import { type ConsoleHouse, openConsoleHouse } from '../support/console-house.ts';

/** The attacker leaves something of their own with the victim, for the victim’s sign-in to be bound to it. */
describe('what an attacker has left in the victim’s browser before they sign in', { timeout: 60_000 }, () => {
  let world: AuthWorld;
  before(async () => {
    world = await openAuthWorld('zendesk');
  });
  after(async () => {
    assert.deepEqual(world.bugs, []);
    await world.close();
  });

  const planted = 'A'.repeat(43);
  const cookieFor = ({ id }: Started) => `__Host-handrail-sign-in-${id.slice(-8)}=${planted}`;

  it('binds no popup when it is a cookie', async () => {
    const started = await world.panel.start();
    const victim = await world.simulated.browserOf('ada');

    const sent = await victim.request(`${world.origin}/auth/authorize/${started.id}`, {
      headers: { cookie: cookieFor(started) },
    });

    assert.deepEqual([sent.status, codeOf(await sent.json())], [403, 'sign_in_unproven']);
  });

  it('is replaced when the popup is bound, and then good for nothing', async () => {
    const started = await world.panel.start();
    const [victim, attacker] = [1, 2].map(() => createWebClient(world.simulated.upstream));
    const body = JSON.stringify({ proof: proofOf(started) });
    const bound = await victim?.request(`${world.origin}/auth/transactions/${started.id}/proofs`, {
      method: 'POST',
      headers: {
        origin: world.origin,
        'content-type': 'application/json',
        cookie: cookieFor(started),
      },
      body,
    });

    const [cookie = ''] = bound?.headers.getSetCookie() ?? [];
    const [, secret = ''] = /^__Host-handrail-sign-in-[\w-]{8}=([\w-]{43});/.exec(cookie) ?? [];
    assert.notEqual(secret, '', cookie);
    assert.notEqual(secret, planted);
    assert.match(cookie, /; HttpOnly; Secure; SameSite=Lax$/);
    const sent = await attacker?.request(`${world.origin}/auth/authorize/${started.id}`, {
      headers: { cookie: cookieFor(started) },
    });
    assert.equal(codeOf(await sent?.json()), 'sign_in_unproven');
  });

  it('does not become the victim when it is a bearer that goes on in the same panel', async () => {
    const attackers = await world.signInAs('sam');

    const victims = await world.signInAs('ada');

    const nameBy = async (token: string) =>
      (await world.panel.call('GET', '/api/agents/me', { token })).body as { readonly name: string };
    assert.notEqual(victims.token, attackers.token);
    assert.equal((await nameBy(victims.token)).name, 'Ada Agent');
    assert.equal((await nameBy(attackers.token)).name, 'Sam Supervisor');
  });

  it('is over after signing out, and stays so when the same person signs in again', async () => {
    const before = await world.signInAs('ada');
    await world.panel.call('POST', '/api/auth/sign-outs', { token: before.token });

    const later = await world.signInAs('ada');

    const me = (token: string) => world.panel.call('GET', '/api/agents/me', { token });
    assert.notEqual(later.token, before.token);
    assert.deepEqual([(await me(before.token)).status, (await me(later.token)).status], [401, 200]);
  });
});

describe('what an attacker has left in the panel before its console says who is there', () => {
  let house: ConsoleHouse;
  before(async () => {
    house = await openConsoleHouse();
  });
  after(() => house.stop());

  it('is not the bearer that comes of it', async () => {
    const attackers = await house.enter({ sub: 'eve', name: 'Eve' });
    const chosen = 'A'.repeat(43);

    const answers = [
      await house.exchange(await house.sign(), { headers: { authorization: `DPoP ${chosen}` } }),
      await house.exchange(await house.sign(), { headers: { cookie: `token=${attackers.token}` } }),
    ];

    for (const { status, body } of answers) {
      assert.deepEqual([status, body.agent?.name], [201, 'Ada Agent']);
      assert.ok(body.token);
      assert.ok(![chosen, attackers.token].includes(body.token));
    }
    assert.notEqual(answers[0]?.body.token, answers[1]?.body.token);
    const me = await house.call(attackers, 'GET', '/api/agents/me');
    assert.equal(me.body.name, 'Eve');
  });

  it('cannot choose the bearer in the request', async () => {
    const { status, body } = await house.exchange(await house.sign(), { more: { token: 'A'.repeat(43) } });

    assert.deepEqual([status, body.code], [400, 'invalid_body']);
  });

  it('is no cookie: nothing in the panel’s frame sets or reads one', async () => {
    const ada = await house.enter();
    const asked = [
      await house.call(null, 'GET', '/embed/acme-desk'),
      await house.exchange(await house.sign()),
      await house.call(ada, 'POST', '/api/auth/renewals'),
      await house.call(ada, 'GET', '/api/agents/me'),
      await house.start(ada, {}),
    ];

    for (const { status, headers } of asked) {
      assert.ok(status < 300, String(status));
      assert.equal(headers.get('set-cookie'), null);
    }
  });
});
