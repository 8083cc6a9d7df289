import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { AgentToken } from '../../protocol/http/authentication.ts';
import { type AuthWorld, openAuthWorld } from '../server/auth/auth-world.ts';
import { codeOf } from '../server/auth/code-of.ts';
import {
  type ConsoleKey,
  exchange,
  exchangeCode,
  makeConsoleKey,
  pin,
  zendeskClaims,
} from '../server/auth/console-keys.ts';
import { parseAnswer } from '../server/auth/parse-answer.ts';
import { type ConsoleHouse, openConsoleHouse } from '../support/console-house.ts';

/** What script in a page can write, beside what its console has signed. */
const injected = [
  { roles: ['admin'] },
  { permissions: ['settings.manage'] },
  { perms: ['Handrail_Admin'] },
  { agentId: 'agt_AAAAAAAAAAAAAAAAAAAAAA' },
  { sub: 'ann' },
  { name: 'Ann Admin' },
  { agent: { roles: ['admin'] } },
  { claims: { roles: ['boss'] } },
  { permits: 'all' },
] as const;

describe('claims that script of a page adds to what a console has signed', () => {
  let house: ConsoleHouse;
  before(async () => {
    house = await openConsoleHouse();
  });
  after(async () => {
    assert.deepEqual(house.logged, []);
    await house.stop();
  });

  it('are refused beside an assertion, and within its proof', async () => {
    for (const more of injected) {
      const assertion = await house.sign();
      const beside = await house.exchange(assertion, { more });
      const within = await house.exchange(assertion, {
        more: { proof: { by: 'assertion', assertion, nonce: 'n'.repeat(22), ...more } },
      });

      for (const { status, body } of [beside, within]) {
        assert.deepEqual([status, body.code], [400, 'invalid_body'], JSON.stringify(more));
      }
    }
  });

  it('are refused beside what asks for a session, and do nothing beside a renewal', async () => {
    const ada = await house.enter();

    for (const more of injected) {
      const { status, body } = await house.start(ada, more);
      assert.deepEqual([status, body.code], [400, 'invalid_body'], JSON.stringify(more));
    }
    const renewed = await house.call(ada, 'POST', '/api/auth/renewals', {
      body: Object.assign({}, ...injected),
    });
    assert.deepEqual(renewed.body.agent?.roles, ['agent']);
    assert.equal(renewed.body.agent?.name, 'Ada Agent');
  });

  it('count for nothing in a header, a cookie or an address', async () => {
    const headers = {
      cookie: 'role=admin; session=ann; token=x',
      'x-handrail-role': 'admin',
      'x-forwarded-user': 'ann',
      'x-remote-user': 'ann',
    };
    const { body } = await house.exchange(await house.sign(), { headers });
    const key = (await house.enter()).key;
    assert.ok(body.token);
    const me = await house.call({ token: body.token, key }, 'GET', '/api/agents/me?role=admin', { headers });

    assert.deepEqual([body.agent?.roles, me.body.roles, me.body.name], [['agent'], ['agent'], 'Ada Agent']);
  });

  it('are not read out of a token whose payload was exchanged after it was signed', async () => {
    const [head, , signature] = (await house.sign()).split('.');
    const [, payload] = (await house.sign({ roles: ['boss'] })).split('.');

    const { status, body } = await house.exchange(`${head}.${payload}.${signature}`);

    assert.deepEqual([status, body.code], [403, 'assertion_refused']);
  });

  it('give no role that stands in another claim than the one that the tenant has chosen', async () => {
    const { body } = await house.exchange(
      await house.sign({
        sub: 'nora',
        roles: [],
        role: 'boss',
        groups: ['boss'],
        perms: ['boss', 'Handrail_Admin'],
        'https://handrail/roles': ['boss'],
        permissions: ['settings.manage'],
      }),
    );

    assert.deepEqual([body.agent?.roles, body.agent?.permissions], [[], []]);
  });
});

describe('claims that an agent makes in Zendesk’s page', { timeout: 60_000 }, () => {
  let world: AuthWorld;
  let key: ConsoleKey;
  before(async () => {
    world = await openAuthWorld('zendesk');
    key = makeConsoleKey();
    await pin(world, key);
    await world.signInAs('ada');
  });
  after(async () => {
    assert.deepEqual(world.bugs, []);
    await world.close();
  });

  it('are not believed for coming signed by the app itself, as `client.request` lets anybody in the page have it', async () => {
    const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { ...zendeskClaims(world), nonce: 'n'.repeat(22), roles: ['admin'] };
    const unsigned = `${text({ alg: 'HS256', typ: 'JWT' })}.${text(claims)}`;
    const mac = createHmac('sha256', 'the installation’s shared secret').update(unsigned).digest('base64url');

    for (const assertion of [`${unsigned}.${mac}`, await key.sign(claims)]) {
      assert.equal(codeOf((await exchange(world, assertion)).body), 'assertion_refused');
    }
  });

  it('count for nothing in the signed request: Zendesk is asked who this is', async () => {
    const { tenant } = world.simulated;
    const claims = { name: 'Ann Admin', role: 'admin', roles: ['admin'], perms: ['Handrail_Admin'] };
    const found = await world.tenants.find(world.database.db, tenant.id);
    const { bootstrapCode } = await world.admitSigned({
      tenant: found ?? tenant,
      token: await key.sign(zendeskClaims(world, claims)),
      url: '/embed/acme-zendesk?role=admin&user_id=1',
    });

    const { agent } = parseAnswer(AgentToken, (await exchangeCode(world, bootstrapCode ?? '')).body);

    assert.deepEqual([agent.name, agent.roles], ['Ada Agent', ['agent']]);
  });

  it('are refused beside the code that came of it', async () => {
    for (const more of injected) {
      const answer = await world.panel.call('POST', '/api/auth/assertions', {
        body: {
          tenantId: world.simulated.tenant.id,
          publicKey: world.panel.key.publicKey,
          proof: { by: 'bootstrap', code: 'A'.repeat(43), ...more },
        },
      });

      assert.deepEqual([answer.status, codeOf(answer.body)], [400, 'invalid_body'], JSON.stringify(more));
    }
  });
});
