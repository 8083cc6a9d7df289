import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import express from 'express';
import type { JWK, JWTPayload } from 'jose';
import { listen } from '../../../demo/serving/listen.ts';
import { createVerifyAssertion, type VerifyAssertion } from '../../../server/auth/verify-assertion.ts';
import { openUpstream, type Upstream } from '../../../server/http/upstream.ts';
import type { Tenant } from '../../../server/tenants/tenant.ts';
import { deskTenant, handrail, issuer, makeSigner, type Signer, signByDesk } from './signing-desk.ts';

describe('what a console signs with a key that it publishes', () => {
  let published: readonly JWK[] = [];
  let asked = 0;
  let first: Signer;
  let second: Signer;
  let upstream: Upstream;
  let stop: () => Promise<void>;
  let tenant: Tenant;
  let now: number;
  let verify: VerifyAssertion;

  before(async () => {
    [first, second] = await Promise.all([makeSigner('one'), makeSigner('two')]);
    const { port, use, close } = await listen(0);
    use(
      express().get('/keys', (_req, res) => {
        asked += 1;
        res.json({ keys: published });
      }),
    );
    stop = close;
    upstream = openUpstream({ localHosts: new Set(['desk.localhost']) });
    tenant = deskTenant(`http://desk.localhost:${port}/keys`);
  });
  after(async () => {
    await upstream.close();
    await stop();
  });
  beforeEach(() => {
    [published, asked, now] = [[first.jwk], 0, Date.now()];
    verify = createVerifyAssertion({ upstream, origin: handrail, now: () => now });
  });

  const sign = (signer: Signer, change: JWTPayload = {}): Promise<string> =>
    signByDesk(signer, { now, change });
  const refused = (text: string, code: string) => assert.rejects(verify(tenant, text), { code });

  test('tells who is there, with the roles where the settings say that they are, and the case', async () => {
    const signedCase = { id: 'R2041', number: 'R-2041', requester: { id: 'C1', name: 'Grace' } };

    const read = await verify(tenant, await sign(first, { case: signedCase }));

    assert.deepEqual([read.crmUserId, read.name], ['ada', 'Ada Agent']);
    assert.deepEqual(
      read.grants.map(({ source, id }) => [source, id]),
      [
        ['jwt.role', 'support'],
        ['jwt.role', 'staff'],
      ],
    );
    assert.deepEqual([read.signedCase?.number, read.signedCase?.requester?.name], ['R-2041', 'Grace']);
  });

  test('needs no case, and no role', async () => {
    const read = await verify(tenant, await sign(first, { realm: {} }));

    assert.deepEqual([read.signedCase, read.grants], [null, []]);
  });

  test('is refused when it is too old, good for too long, for others, or by others', async () => {
    const at = Math.floor(now / 1_000);

    await refused(await sign(first, { iat: at - 100, exp: at - 40 }), 'assertion_expired');
    await refused(await sign(first, { exp: at + 600 }), 'assertion_refused');
    await refused(await sign(first, { aud: 'https://other.test' }), 'assertion_refused');
    await refused(await sign(first, { iss: `${issuer}/` }), 'assertion_refused');
    await refused(await sign({ ...second, kid: 'one' }), 'assertion_refused');
    await refused(await sign(first, { case: { id: 'R-2041' } }), 'assertion_refused');
  });

  test('is taken with a new key as soon as that is published, without a restart', async () => {
    await verify(tenant, await sign(first));
    published = [first.jwk, second.jwk];
    now += 31_000;

    await verify(tenant, await sign(second));

    assert.equal(asked, 2);
  });

  test('is refused with a key that was taken away, ten minutes later', async () => {
    await verify(tenant, await sign(first));
    published = [second.jwk];
    now += 10 * 60_000 + 1;

    await refused(await sign(first), 'assertion_refused');
  });

  test('asks the console twice a minute at most, whatever keys are named', async () => {
    await verify(tenant, await sign(first));

    for (let times = 0; times < 5; times += 1) await refused(await sign(second), 'assertion_refused');

    assert.equal(asked, 1);
  });
});
