import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type JWK, SignJWT } from 'jose';
import { type BoundBearer, makeProof, makeProofKey } from '../../widgets/link/proof-key.ts';
import { type AuthWorld, openAuthWorld } from '../server/auth/auth-world.ts';
import { codeOf } from '../server/auth/code-of.ts';

const path = '/api/agents/me';

describe('somebody who has copied a panel’s bearer', { timeout: 60_000 }, () => {
  let world: AuthWorld;
  let bearer: BoundBearer;

  before(async () => {
    world = await openAuthWorld('zendesk');
    bearer = { token: (await world.signInAs('ada')).token, key: world.panel.key };
  });
  after(async () => {
    assert.deepEqual(world.bugs, []);
    await world.close();
  });

  const proof = (change: { method?: string; url?: string; at?: number } = {}, of: BoundBearer = bearer) =>
    makeProof(of, { method: 'GET', url: world.origin + path, at: world.clock.now(), ...change });
  const send = (dpop?: string, authorization = `DPoP ${bearer.token}`, to = path) =>
    world.panel.call('GET', to, { headers: { authorization, ...(dpop === undefined ? {} : { dpop }) } });
  const refused = async (dpop: string | undefined, why: string): Promise<void> => {
    const answer = await send(dpop);
    assert.equal(answer.status, 401, why);
    assert.equal(codeOf(answer.body), 'proof_refused', why);
  };

  it('is nobody without a proof, in either scheme', async () => {
    assert.equal((await send(await proof())).status, 200, 'the panel itself is somebody');

    await refused(undefined, 'no proof');
    await refused('', 'an empty proof');
    assert.equal((await send(undefined, `Bearer ${bearer.token}`)).status, 401);
    assert.equal((await send(await proof(), `Bearer ${bearer.token}`)).status, 401);
  });

  it('is nobody with a proof by a key of their own', async () => {
    await refused(await proof({}, { token: bearer.token, key: await makeProofKey() }), 'another key');
  });

  it('gets nowhere with a proof that was made for something else', async () => {
    await refused(await proof({ method: 'POST' }), 'another method');
    await refused(await proof({ url: `${world.origin}/api/sessions` }), 'another address');
    await refused(await proof({ url: `https://else.test${path}` }), 'another server');
    await refused(await proof({}, { token: 'A'.repeat(43), key: bearer.key }), 'another bearer');
  });

  it('gets nowhere with an old proof, or one from the future', async () => {
    await refused(await proof({ at: world.clock.now() - 120_000 }), 'old');
    await refused(await proof({ at: world.clock.now() + 120_000 }), 'early');
  });

  it('gets nowhere with a proof that the panel has used, nor with two', async () => {
    const used = await proof();
    assert.equal((await send(used)).status, 200);

    await refused(used, 'used');
    await refused(`${await proof()}, ${await proof()}`, 'two');
    const fresh = await proof();
    const both = await Promise.all([send(fresh), send(fresh)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401]);
  });

  it('gets nowhere with a proof that names a private key, another type, or no signature', async () => {
    const { publicKey, privateKey } = await crypto.subtle.generateKey(
      { name: 'ECDSA', namedCurve: 'P-256' },
      true,
      ['sign', 'verify'],
    );
    const [open, secret] = [
      await crypto.subtle.exportKey('jwk', publicKey),
      await crypto.subtle.exportKey('jwk', privateKey),
    ];
    const claims = { jti: crypto.randomUUID(), htm: 'GET', htu: world.origin + path, ath: 'x' };
    const sign = (head: { readonly typ: string; readonly jwk: JWK }) =>
      new SignJWT(claims)
        .setIssuedAt()
        .setProtectedHeader({ alg: 'ES256', ...head })
        .sign(privateKey);

    await refused(await sign({ typ: 'dpop+jwt', jwk: secret }), 'a private key');
    await refused(await sign({ typ: 'JWT', jwk: open }), 'another type');
    await refused(await sign({ typ: 'dpop+jwt', jwk: { kty: 'oct', k: 'c2VjcmV0' } }), 'a shared secret');
    await refused((await proof()).replace(/\.[^.]*$/, '.'), 'no signature');
  });

  it('cannot renew it for a key of their own', async () => {
    const theirs = { token: bearer.token, key: await makeProofKey() };
    const dpop = await makeProof(theirs, {
      method: 'POST',
      url: `${world.origin}/api/auth/renewals`,
      at: world.clock.now(),
    });

    const answer = await world.panel.call('POST', '/api/auth/renewals', {
      headers: { authorization: `DPoP ${bearer.token}`, dpop },
    });

    assert.equal(answer.status, 401);
  });
});
