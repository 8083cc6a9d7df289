import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { JWTPayload } from 'jose';
import { AgentToken } from '../../protocol/http/authentication.ts';
import { type AuthWorld, openAuthWorld } from '../server/auth/auth-world.ts';
import { codeOf } from '../server/auth/code-of.ts';
import {
  type ConsoleKey,
  changeCrm,
  exchangeCode,
  makeConsoleKey,
  pin,
  zendeskClaims,
} from '../server/auth/console-keys.ts';
import { parseAnswer } from '../server/auth/parse-answer.ts';

const url = '/embed/acme-zendesk?origin=https%3A%2F%2Facme.zendesk.com&app_guid=1';

describe('a request for the panel that Zendesk has not signed', { timeout: 60_000 }, () => {
  let world: AuthWorld;
  let key: ConsoleKey;

  before(async () => {
    world = await openAuthWorld('zendesk');
    key = makeConsoleKey();
    await pin(world, key);
  });
  after(async () => {
    assert.deepEqual(world.bugs, []);
    await world.close();
  });

  const admit = async (token: unknown) => {
    const { tenant } = world.simulated;
    const found = await world.tenants.find(world.database.db, tenant.id);
    return world.admitSigned({ tenant: found ?? tenant, token, url });
  };
  const admitWith = async (change: JWTPayload = {}) => admit(await key.sign(zendeskClaims(world, change)));
  const codeFrom = async (): Promise<string> => (await admitWith()).bootstrapCode ?? '';

  it('is told from one that it has, which names the person whom Zendesk is then asked about', async () => {
    await world.signInAs('ada');

    const answer = await exchangeCode(world, await codeFrom());

    const { agent } = parseAnswer(AgentToken, answer.body);
    assert.deepEqual([agent.name, agent.roles, agent.connection], ['Ada Agent', ['agent'], 'connected']);
    assert.equal(agent.onlyId, null);
  });

  it('names somebody who has never been here, and may do nothing until Zendesk can be asked', async () => {
    const sub = `${world.simulated.origin}/api/v2/users/${world.simulated.userIds.sam}.json`;
    const { bootstrapCode } = await admitWith({ sub });

    const { agent, token } = parseAnswer(AgentToken, (await exchangeCode(world, bootstrapCode ?? '')).body);

    assert.deepEqual([agent.roles, agent.permissions, agent.connection], [[], [], 'needed']);
    const id = world.simulated.userIds.sam;
    assert.deepEqual([agent.name, agent.onlyId], [`Zendesk agent ${id}`, id]);
    assert.equal((await world.panel.call('POST', '/api/admin-codes', { token, body: {} })).status, 403);
  });

  it('gets the page all the same, and no code', async () => {
    const other = makeConsoleKey();
    const { origin } = world.simulated;
    const old = Math.floor(world.clock.now() / 1000) - 400;
    const forged: readonly [unknown, string][] = [
      [undefined, 'assertion_refused'],
      ['nonsense', 'assertion_refused'],
      [
        await other.sign(zendeskClaims(world, { cnf: { jku: `${origin}/keys` } }), { jku: `${origin}/keys` }),
        'assertion_refused',
      ],
      [await key.sign(zendeskClaims(world), { alg: 'PS256' }), 'assertion_refused'],
      [await key.sign(zendeskClaims(world, { iss: 'other.zendesk.com' })), 'assertion_refused'],
      [
        await key.sign(zendeskClaims(world, { aud: `${origin}/api/v2/apps/installations/1.json` })),
        'assertion_refused',
      ],
      [
        await key.sign(zendeskClaims(world, { sub: 'https://else.test/api/v2/users/1.json' })),
        'assertion_refused',
      ],
      [await key.sign(zendeskClaims(world, { qsh: 'a'.repeat(64) })), 'assertion_refused'],
      [await key.sign(zendeskClaims(world, { exp: old + 4_000 })), 'assertion_refused'],
      [await key.sign(zendeskClaims(world, { iat: old, nbf: old, exp: old + 300 })), 'assertion_expired'],
    ];
    for (const [token, reason] of forged) {
      assert.deepEqual(await admit(token), { bootstrapCode: null, bootstrapRefusal: reason });
    }
  });

  it('is taken with the hash of its own query, and once', async () => {
    const qsh = createHash('sha256')
      .update(url.split('?')[1] ?? '')
      .digest('hex');
    const token = await key.sign(zendeskClaims(world, { qsh }));

    const first = await admit(token);
    const second = await admit(token);

    assert.ok(first.bootstrapCode);
    assert.deepEqual(second, { bootstrapCode: null, bootstrapRefusal: 'assertion_used' });
  });

  it('is used up even when it has no id of its own', async () => {
    const claims = zendeskClaims(world);
    delete claims.jti;
    const token = await key.sign(claims);

    assert.ok((await admit(token)).bootstrapCode);
    assert.equal((await admit(token)).bootstrapRefusal, 'assertion_used');
  });

  it('leaves a code that is good once, for a minute, and kept as a hash', async () => {
    const code = await codeFrom();
    const kept = await world.database.db.selectFrom('bootstrap_codes').selectAll().execute();
    assert.ok(!JSON.stringify(kept).includes(code));

    const both = await Promise.all([exchangeCode(world, code), exchangeCode(world, code)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 403]);

    const late = await codeFrom();
    world.clock.advance(60_001);
    assert.equal(codeOf((await exchangeCode(world, late)).body), 'assertion_used');
  });

  it('says that no key is pinned before an admin has pinned one', async () => {
    await changeCrm(world, { app: null });

    assert.equal((await admitWith()).bootstrapRefusal, 'assertion_key_missing');
    await pin(world, key);
  });

  it('gives no roles to somebody whom Zendesk has switched off since', async () => {
    await world.signInAs('ada');
    world.clock.advance(16 * 60_000);
    await world.simulated.control({ person: { login: 'ada', role: 'end-user' } });

    const answer = await exchangeCode(world, await codeFrom());
    await world.simulated.control({ person: { login: 'ada', role: 'agent' } });

    assert.equal(codeOf(answer.body), 'user_inactive');
  });
});
