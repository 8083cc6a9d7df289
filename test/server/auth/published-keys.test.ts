import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import express, { type Response } from 'express';
import { exportJWK, type JWK } from 'jose';
import { listen } from '../../../demo/serving/listen.ts';
import { createVerifyAssertion, type VerifyAssertion } from '../../../server/auth/verify-assertion.ts';
import { openUpstream, type Upstream } from '../../../server/http/upstream.ts';
import type { Tenant } from '../../../server/tenants/tenant.ts';
import { deskTenant, handrail, makeSigner, type Signer, signByDesk } from './signing-desk.ts';

const minute = 60_000;
const text = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the keys that a console publishes', () => {
  let first: Signer;
  let second: Signer;
  let rsa: Signer;
  let upstream: Upstream;
  let stop: () => Promise<void>;
  let url: string;
  let tenant: Tenant;
  let verify: VerifyAssertion;
  /** What is answered at the address of the keys. */
  let answer: (res: Response) => unknown;
  let asked = 0;
  let elsewhere = 0;
  let now = 0;

  before(async () => {
    [first, second, rsa] = await Promise.all([
      makeSigner('one'),
      makeSigner('two'),
      makeSigner('old', 'RS256'),
    ]);
    const { port, use, close } = await listen(0);
    use(
      express()
        .get('/keys', (_req, res) => {
          asked += 1;
          answer(res);
        })
        .get('/elsewhere', (_req, res) => {
          elsewhere += 1;
          res.json({ keys: [first.jwk] });
        }),
    );
    stop = close;
    upstream = openUpstream({ localHosts: new Set(['desk.localhost']) });
    url = `http://desk.localhost:${port}/keys`;
  });
  after(async () => {
    await upstream.close();
    await stop();
  });
  beforeEach(() => {
    [asked, elsewhere, now] = [0, 0, Date.now()];
    tenant = deskTenant(url);
    verify = createVerifyAssertion({ upstream, origin: handrail, now: () => now });
    publish(first.jwk);
  });

  const publish = (...keys: readonly JWK[]) => {
    answer = (res) => res.json({ keys });
  };
  const verifyBy = async (signer: Signer) => verify(tenant, await signByDesk(signer, { now }));
  const isTaken = async (signer: Signer): Promise<void> => {
    assert.equal((await verifyBy(signer)).crmUserId, 'ada');
  };
  const isRefused = (signer: Signer, code = 'assertion_refused') =>
    assert.rejects(verifyBy(signer), { code });
  const isRefusedText = (token: string) =>
    assert.rejects(verify(tenant, token), { code: 'assertion_refused' });

  test('are read once for many tokens, also when these come together', async () => {
    await Promise.all(Array.from({ length: 20 }, () => isTaken(first)));
    now += 9 * minute;
    await isTaken(first);

    assert.equal(asked, 1);
  });

  test('are read again once when a flood of tokens names others, until half a minute has passed', async () => {
    await isTaken(first);
    now += 31_000;

    await Promise.all(Array.from({ length: 20 }, () => isRefused(second)));
    for (let times = 0; times < 20; times += 1) await isRefused(second);
    assert.equal(asked, 2);

    now += 31_000;
    publish(first.jwk, second.jwk);
    await isTaken(second);
    await isTaken(first);
    assert.equal(asked, 3);
  });

  test('are not read again for a token that names a known one and is forged', async () => {
    await isTaken(first);
    now += 31_000;

    for (let times = 0; times < 5; times += 1) await isRefused({ ...second, kid: 'one' });

    assert.equal(asked, 1);
  });

  test('go on for an hour while they can’t be read, and no longer', async () => {
    await isTaken(first);
    answer = (res) => res.status(503).end();

    now += 59 * minute;
    await isTaken(first);
    now += 2 * minute;
    await isRefused(first, 'crm_unavailable');
    publish(first.jwk);
    now += 31_000;
    await isTaken(first);
  });

  test('are asked for twice a minute at most while they can’t be read, whoever is waiting', async () => {
    answer = (res) => res.destroy();

    for (let times = 0; times < 10; times += 1) await isRefused(first, 'crm_unavailable');
    assert.equal(asked, 1);

    now += 31_000;
    publish(first.jwk);
    await isTaken(first);
    assert.equal(asked, 2);
  });

  test('are asked for no oftener while old ones go on', async () => {
    await isTaken(first);
    answer = (res) => res.status(500).end();
    now += 11 * minute;

    for (let times = 0; times < 10; times += 1) await isTaken(first);
    for (let times = 0; times < 10; times += 1) await isRefused(second);

    assert.equal(asked, 2);
  });

  const wrong: Readonly<Record<string, (res: Response) => unknown>> = {
    'a page': (res) => res.send('<!doctype html><p>Sign in first'),
    'JSON that is no key set': (res) => res.json({ keys: 'none' }),
    'a list': (res) => res.json([{ kty: 'EC' }]),
    'keys without a type': (res) => res.json({ keys: [{ kid: 'one' }] }),
    'more keys than anybody has': (res) => res.json({ keys: Array.from({ length: 51 }, () => first.jwk) }),
    'more bytes than keys have': (res) => res.json({ keys: [first.jwk], padding: 'x'.repeat(64 * 1024) }),
    'JSON that is cut off': (res) => res.send('{"keys":['),
    'an error with keys in it': (res) => res.status(404).json({ keys: [first.jwk] }),
    nothing: (res) => res.status(204).end(),
  };
  for (const [what, sends] of Object.entries(wrong)) {
    test(`are not taken from ${what}, and those that were there stay`, async () => {
      answer = sends;
      await isRefused(first, 'crm_unavailable');

      publish(first.jwk);
      now += 31_000;
      await isTaken(first);
      answer = sends;
      now += 11 * minute;
      await isTaken(first);
    });
  }

  test('are not looked for where a redirect leads, be it at home, inside or without TLS', async () => {
    const targets = [
      '/elsewhere',
      url.replace('/keys', '/elsewhere'),
      'http://10.0.0.1/',
      'http://169.254.169.254/',
    ];
    for (const target of targets) {
      answer = (res) => res.redirect(target);
      await isRefused(first, 'crm_unavailable');
      now += 31_000;
    }

    assert.deepEqual([asked, elsewhere], [targets.length, 0]);
  });

  test('are not asked for at a private address, nor without TLS', async () => {
    const { port } = new URL(url);
    for (const address of [
      `http://127.0.0.1:${port}/keys`,
      `https://127.0.0.1:${port}/keys`,
      'http://desk.test/keys',
    ]) {
      tenant = deskTenant(address);
      await isRefused(first, 'crm_unavailable');
    }

    assert.equal(asked, 0);
  });

  test('are none of those with one name twice: which is meant can’t be known', async () => {
    publish(first.jwk, { ...second.jwk, kid: 'one' });

    await isRefused(first);
    await isRefused({ ...second, kid: 'one' });
  });

  test('are told apart by type and algorithm where they share a name', async () => {
    tenant = deskTenant(url, ['ES256', 'RS256']);
    publish(first.jwk, { ...rsa.jwk, kid: 'one' });

    await isTaken(first);
    await isTaken({ ...rsa, kid: 'one' });
  });

  test('do not count when they are for something else', async () => {
    const { use: _use, ...unmarked } = first.jwk;
    for (const jwk of [
      { ...first.jwk, use: 'enc' },
      { ...unmarked, key_ops: ['encrypt'] },
      { ...first.jwk, alg: 'ES384' },
    ]) {
      publish(jwk);
      await isRefused(first);
      now += 11 * minute;
    }
    publish(unmarked);
    await isTaken(first);
  });

  test('do not count for an algorithm that the tenant has not chosen, though the key could', async () => {
    publish(first.jwk, rsa.jwk);

    await isRefused(rsa);
    tenant = deskTenant(url, ['RS256']);
    await isRefused(first);
    await isTaken(rsa);
    await isRefusedText(await signByDesk({ ...rsa, kid: 'old' }, { now, head: { kid: 'one' } }));
  });

  test('are no shared secrets, and “none” is no algorithm', async () => {
    tenant = deskTenant(url, ['ES256', 'RS256']);
    publish(rsa.jwk);
    const [, payload] = (await signByDesk(rsa, { now })).split('.');
    const forge = (head: object, secret: string) => {
      const signed = `${text(head)}.${payload}`;
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    };

    await isRefusedText(forge({ alg: 'HS256', kid: 'old' }, JSON.stringify(rsa.jwk)));
    await isRefusedText(forge({ alg: 'HS256', kid: 'old' }, rsa.jwk.n ?? ''));
    await isRefusedText(forge({ alg: 'RS256', kid: 'old' }, rsa.jwk.n ?? ''));
    await isRefusedText(`${text({ alg: 'none', kid: 'old' })}.${payload}.`);
  });

  test('of other types are passed over, and shared secrets among them are', async () => {
    const secret = { kty: 'oct', k: text('a secret that was published'), kid: 'shared', alg: 'HS256' };
    publish(secret, { kty: 'AKP', kid: 'later', pub: 'AAAA' }, first.jwk);
    await isTaken(first);

    const [, payload] = (await signByDesk(first, { now })).split('.');
    const signed = `${text({ alg: 'HS256', kid: 'shared' })}.${payload}`;
    const mac = createHmac('sha256', 'a secret that was published').update(signed).digest('base64url');
    await isRefusedText(`${signed}.${mac}`);
  });

  test('are public ones: a private key that was published by mistake signs nobody in', async () => {
    publish({ ...(await exportJWK(first.privateKey)), kid: 'one', alg: 'ES256', use: 'sig' });

    await isRefused(first);
  });

  test('are found at the tenant’s own address, whatever address a token names', async () => {
    const forger = { ...second, kid: 'two' };
    const head = { jku: url.replace('/keys', '/elsewhere'), jwk: second.jwk, x5u: 'http://10.0.0.1/' };

    await isRefusedText(await signByDesk(forger, { now, head }));
    await isRefusedText(await signByDesk(first, { now, head: { ...head, kid: '' } }));

    assert.equal(elsewhere, 0);
  });
});
