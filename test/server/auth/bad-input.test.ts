import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type AuthWorld, openAuthWorld, postFrom } from './auth-world.ts';
import { codeOf } from './code-of.ts';

describe('bad input to signing in', { timeout: 60_000 }, () => {
  let world: AuthWorld;

  before(async () => {
    world = await openAuthWorld('zendesk');
  });
  after(async () => {
    assert.deepEqual(world.bugs, [], 'none of it is a bug');
    await world.close();
  });

  it('is answered with a problem that has a code', async () => {
    const { publicKey } = world.panel.key;
    const unknown = 'sgn_AAAAAAAAAAAAAAAAAAAAAA';
    const cases = [
      ['POST', '/api/auth/transactions', {}, 'invalid_body'],
      ['POST', '/api/auth/transactions', { tenantId: '../etc', publicKey }, 'invalid_body'],
      ['POST', '/api/auth/transactions', { tenantId: 'acme-zendesk' }, 'invalid_body'],
      ['POST', '/api/auth/transactions', { tenantId: 'acme-zendesk', publicKey: 'A' }, 'invalid_body'],
      ['POST', '/api/auth/transactions', { tenantId: 'nobody', publicKey }, 'not_found'],
      ['POST', '/api/auth/transactions', { tenantId: 'acme-zendesk', publicKey, more: 1 }, 'invalid_body'],
      ['POST', '/api/auth/transactions', undefined, 'invalid_body'],
      ['GET', '/api/auth/transactions/x', undefined, 'not_found'],
      ['GET', `/api/auth/transactions/${unknown}`, undefined, 'unauthorized'],
      ['POST', '/api/auth/renewals', undefined, 'unauthorized'],
      ['POST', '/api/auth/sign-outs', undefined, 'unauthorized'],
      ['GET', '/api/agents/me', undefined, 'unauthorized'],
      ['GET', `/auth/transactions/${unknown}`, undefined, 'not_found'],
      ['GET', '/auth/transactions/%00', undefined, 'not_found'],
      ['GET', `/auth/authorize/${unknown}`, undefined, 'not_found'],
      ['GET', '/auth/callback', undefined, 'invalid_request'],
      ['GET', '/auth/callback?state=x', undefined, 'invalid_request'],
      ['GET', '/auth/callback?state=x&error=access_denied', undefined, 'sign_in_expired'],
      ['GET', `/auth/transactions/${unknown}/outcome`, undefined, 'sign_in_unproven'],
    ] as const;
    for (const [method, path, body, code] of cases) {
      const answer = await world.panel.call(method, path, { body });

      assert.equal(codeOf(answer.body), code, `${method} ${path}`);
      assert.ok(answer.status >= 400 && answer.status < 500);
    }
  });

  it('is refused as a proof, whatever it is', async () => {
    const started = await world.panel.start();
    const browser = await world.simulated.browserOf('ada');
    const path = `/auth/transactions/${started.id}/proofs`;

    for (const body of [
      {},
      { proof: 1 },
      { proof: '' },
      { proof: ['A'.repeat(43)] },
      { proof: 'A'.repeat(44) },
    ]) {
      assert.equal(codeOf(await (await postFrom(browser, world.origin, path, body)).json()), 'invalid_body');
    }
  });

  it('does not tell how it went before anything is decided', async () => {
    const started = await world.panel.start();
    const popup = await world.popupTo('ada', started);

    const outcome = await popup.browser.request(`${world.origin}/auth/transactions/${started.id}/outcome`);

    assert.equal(codeOf(await outcome.json()), 'sign_in_unproven');
  });
});
