import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { AgentToken } from '../../protocol/http/authentication.ts';
import { type AuthWorld, openAuthWorld } from '../server/auth/auth-world.ts';
import { codeOf } from '../server/auth/code-of.ts';
import {
  type ConsoleKey,
  changeCrm,
  exchange,
  makeConsoleKey,
  pin,
  salesforceClaims,
} from '../server/auth/console-keys.ts';
import { parseAnswer } from '../server/auth/parse-answer.ts';

const text = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

for (const database of ['sqlite', 'postgres'] as const) {
  describe(`an assertion that Salesforce has not signed for this panel (${database})`, {
    timeout: 60_000,
  }, () => {
    let world: AuthWorld;
    let key: ConsoleKey;

    before(async () => {
      world = await openAuthWorld('salesforce', database);
      key = makeConsoleKey();
      await pin(world, key);
    });
    after(async () => {
      assert.deepEqual(world.bugs, [], 'none of it is a bug');
      await world.close();
    });

    const refusedWith = async (assertion: string, code: string, nonce?: string): Promise<void> => {
      const answer = await exchange(world, assertion, nonce);
      assert.equal(codeOf(answer.body), code);
      assert.equal(answer.status, 403);
    };

    it('is told from one that it has, which gives the roles that it names', async () => {
      const answer = await exchange(world, await key.sign(salesforceClaims(world)));

      const { agent } = parseAnswer(AgentToken, answer.body);
      assert.deepEqual([agent.name, agent.roles, agent.connection], ['Ada Agent', ['agent'], 'needed']);
    });

    it('is refused when another key has signed it, whatever address it names for that key', async () => {
      const other = makeConsoleKey();
      const head = { kid: 'mine', jku: `${world.simulated.origin}/keys.json`, x5u: 'http://127.0.0.1/' };

      await refusedWith(await other.sign(salesforceClaims(world), head), 'assertion_refused');
    });

    it('is refused when the public key was used as a shared secret, and when nothing signed it', async () => {
      const signed = `${text({ alg: 'HS256', typ: 'JWT' })}.${text(salesforceClaims(world))}`;
      const mac = createHmac('sha256', key.publicPem).update(signed).digest('base64url');

      await refusedWith(`${signed}.${mac}`, 'assertion_refused');
      await refusedWith(`${text({ alg: 'none' })}.${text(salesforceClaims(world))}.`, 'assertion_refused');
      await refusedWith('no token at all', 'assertion_refused');
    });

    it('is refused with another algorithm of the same key', async () => {
      const assertion = await key.sign(salesforceClaims(world), { alg: 'PS256' });

      await refusedWith(assertion, 'assertion_refused');
    });

    it('is refused from another organization, and for another audience', async () => {
      const other = { iss: '00D000000000009EAA' };

      await refusedWith(await key.sign(salesforceClaims(world, other)), 'assertion_refused');
      await refusedWith(
        await key.sign(salesforceClaims(world, { aud: 'https://else.test' })),
        'assertion_refused',
      );
    });

    it('is refused when it is too old, not yet good, or good for too long', async () => {
      const now = Math.floor(world.clock.now() / 1000);
      const old = salesforceClaims(world, { iat: now - 120, exp: now - 60 });
      const early = salesforceClaims(world, { nbf: now + 100 });
      const long = salesforceClaims(world, { exp: now + 600 });

      await refusedWith(await key.sign(old), 'assertion_expired');
      await refusedWith(await key.sign(early), 'assertion_expired');
      await refusedWith(await key.sign(long), 'assertion_refused');
    });

    it('is refused without an id of its own, an end or a user', async () => {
      for (const missing of ['jti', 'exp', 'sub', 'nonce']) {
        const claims = salesforceClaims(world);
        delete claims[missing];

        await refusedWith(await key.sign(claims), 'assertion_refused');
      }
    });

    it('is refused with another panel’s nonce', async () => {
      await refusedWith(await key.sign(salesforceClaims(world)), 'assertion_refused', 'm'.repeat(22));
    });

    it('works once, also when it is sent twice at the same time', async () => {
      const assertion = await key.sign(salesforceClaims(world));

      const answers = await Promise.all([exchange(world, assertion), exchange(world, assertion)]);

      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 403]);
      await refusedWith(assertion, 'assertion_used');
    });

    it('says that no key is pinned when none is, and takes either of two', async () => {
      const next = makeConsoleKey();
      await changeCrm(world, { assertionCertificates: [] });
      await refusedWith(await key.sign(salesforceClaims(world)), 'assertion_key_missing');

      await changeCrm(world, { assertionCertificates: [key.publicPem, next.publicPem] });
      const byOld = await exchange(world, await key.sign(salesforceClaims(world)));
      const byNew = await exchange(world, await next.sign(salesforceClaims(world)));

      assert.deepEqual([byOld.status, byNew.status], [201, 201]);
      await pin(world, key);
    });

    it('gives no role for a permission that no rule names, and says which one is missing', async () => {
      const claims = salesforceClaims(world, {
        sub: world.simulated.userIds.nora,
        perms: ['handrail_admin', 'Admin'],
      });

      const { agent } = parseAnswer(AgentToken, (await exchange(world, await key.sign(claims))).body);

      assert.deepEqual([agent.roles, agent.permissions], [[], []]);
      assert.equal(agent.missingRole?.role, 'agent');
    });

    it('takes a role away at once when the next one no longer names it', async () => {
      const sam = { sub: world.simulated.userIds.sam };
      const before = salesforceClaims(world, { ...sam, perms: ['Handrail_Supervisor'] });
      const later = salesforceClaims(world, { ...sam, perms: [] });
      const first = parseAnswer(AgentToken, (await exchange(world, await key.sign(before))).body);
      assert.deepEqual(first.agent.roles, ['supervisor']);

      await exchange(world, await key.sign(later));

      const me = await world.panel.call('GET', '/api/agents/me', { token: first.token });
      assert.deepEqual(parseAnswer(AgentToken.entries.agent, me.body).roles, []);
    });
  });
}
