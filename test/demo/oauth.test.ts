import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startSalesforce } from '../../demo/salesforce/start-salesforce.ts';
import type { Running } from '../../demo/serving/running.ts';
import { startZendesk } from '../../demo/zendesk/start-zendesk.ts';
import {
  type ConsentingPerson,
  client,
  consentingPerson,
  exchange,
  type Tokens,
} from './consenting-person.ts';

const crms = [
  { kind: 'zendesk', start: startZendesk, created: 201, codeLifeMs: 120_000, me: '/api/v2/users/me.json' },
  {
    kind: 'salesforce',
    start: startSalesforce,
    created: 200,
    codeLifeMs: 900_000,
    me: '/services/data/v64.0',
  },
] as const;

const errorOf = ({ body }: { readonly body: unknown }): unknown => (body as { error?: string }).error;
const refreshing = ({ refresh_token }: Tokens) => ({ grant_type: 'refresh_token', refresh_token });

for (const { codeLifeMs, created, kind, me, start } of crms) {
  describe(`signing in to the simulated ${kind}`, () => {
    let running: Running;
    let ada: ConsentingPerson;

    beforeEach(async () => {
      running = await start({ port: 0, client, panelUrl: 'http://handrail.localhost:8080/embed/acme' });
      ada = await consentingPerson(kind, running, 'ada');
    });
    afterEach(() => running.stop());

    it('asks for consent the first time, and not again', async () => {
      const first = await ada.ask();
      await ada.signIn();
      const second = await ada.ask();

      assert.equal(first, null);
      assert.ok(second?.searchParams.get('code'));
    });

    it('sends whoever is not signed in to a sign-in page, and back', async () => {
      const nobody = await consentingPerson(kind, running, 'no-such-person');

      const sentTo = await nobody.ask();

      assert.equal(sentTo?.pathname, '/login');
    });

    it('gives tokens that work, with the state as it was', async () => {
      const back = await ada.answer('allow');
      const answered = await ada.token(exchange(back, ada.verifier));
      const { access_token } = answered.body as Tokens;
      const seen = await ada.api(me, access_token);

      assert.equal(back.searchParams.get('state'), 'a state');
      assert.equal(answered.status, created);
      assert.equal(seen.status, 200);
    });

    it('tells the client when the person says no', async () => {
      const back = await ada.answer('deny');

      assert.equal(back.searchParams.get('error'), 'access_denied');
      assert.equal(back.searchParams.get('code'), null);
    });

    it('refuses requests without PKCE, with plain PKCE, and without a state', async () => {
      const without = await ada.ask({ code_challenge: null, code_challenge_method: null });
      const plain = await ada.ask({ code_challenge_method: 'plain' });
      const stateless = await ada.ask({ state: null });

      for (const back of [without, plain, stateless])
        assert.equal(back?.searchParams.get('error'), 'invalid_request');
    });

    it('sends nobody to an address that is not exactly the client’s', async () => {
      const sentTo = await ada.ask({ redirect_uri: `${client.redirectUris[0]}/` });

      assert.equal(sentTo, null);
    });

    it('refuses a code with another verifier, another address, or another secret', async () => {
      const back = await ada.answer('allow');
      const right = exchange(back, ada.verifier);
      const verifier = await ada.token({ ...right, code_verifier: 'x'.repeat(43) });
      const address = await ada.token({ ...right, redirect_uri: 'http://elsewhere.example/' });
      const wrongSecret = await ada.token({ ...right, client_secret: 'guessed' });

      assert.equal(errorOf(verifier), 'invalid_grant');
      assert.match(String(errorOf(address)), /invalid_grant|redirect_uri_mismatch/);
      assert.equal(errorOf(wrongSecret), 'invalid_client');
    });

    it('takes a code once: the second use ends what the first one gave', async () => {
      const right = exchange(await ada.answer('allow'), ada.verifier);
      const { access_token } = (await ada.token(right)).body as Tokens;
      const again = await ada.token(right);
      const seen = await ada.api(me, access_token);

      assert.equal(errorOf(again), 'invalid_grant');
      assert.equal(seen.status, 401);
    });

    it('takes a code for as long as the real one does', async () => {
      const right = exchange(await ada.answer('allow'), ada.verifier);
      await ada.control({ advanceMs: codeLifeMs });
      const late = await ada.token(right);

      assert.equal(errorOf(late), 'invalid_grant');
    });

    it('rotates refresh tokens', async () => {
      const first = await ada.signIn();
      const second = (await ada.token(refreshing(first))).body as Tokens;
      const third = await ada.token(refreshing(second));

      assert.notEqual(second.refresh_token, first.refresh_token);
      assert.equal(third.status, created);
    });

    it('revokes the whole family when a refresh token comes twice', async () => {
      const first = await ada.signIn();
      const second = (await ada.token(refreshing(first))).body as Tokens;
      const reuse = await ada.token(refreshing(first));
      const current = await ada.token(refreshing(second));
      const seen = await ada.api(me, second.access_token);

      assert.equal(errorOf(reuse), 'invalid_grant');
      assert.equal(errorOf(current), 'invalid_grant');
      assert.equal(seen.status, 401);
    });

    it('keeps its test hooks from web pages', async () => {
      const fromPage = await fetch(`http://127.0.0.1:${running.port}/__state`, {
        headers: { origin: 'http://shop.localhost:8083' },
      });

      assert.equal(fromPage.status, 403);
    });
  });
}

describe('what differs between the two', () => {
  const panelUrl = 'http://handrail.localhost:8080/embed/acme';

  it('lets Zendesk take JSON too, within bounds, and end the old access token on rotation', async (t) => {
    const running = await startZendesk({ port: 0, client, panelUrl });
    t.after(() => running.stop());
    const ada = await consentingPerson('zendesk', running, 'ada');
    const right = exchange(await ada.answer('allow'), ada.verifier);

    const tooLong = await ada.token({ ...right, expires_in: '172801' }, 'json');
    const answered = await ada.token({ ...right, expires_in: '300' }, 'json');
    const first = answered.body as Tokens & { expires_in: number };
    await ada.token(refreshing(first));
    const old = await ada.api('/api/v2/users/me.json', first.access_token);

    assert.equal(errorOf(tooLong), 'invalid_request');
    assert.equal(first.expires_in, 300);
    assert.equal(old.status, 401);
  });

  it('lets Salesforce say no lifetime, and keep five grants a user', async (t) => {
    const running = await startSalesforce({ port: 0, client, panelUrl });
    t.after(() => running.stop());
    const ada = await consentingPerson('salesforce', running, 'ada');

    const first = await ada.signIn();
    for (let i = 0; i < 4; i += 1) await ada.signIn();
    const fifth = await ada.api('/services/data/v64.0', first.access_token);
    await ada.signIn();
    const sixth = await ada.api('/services/data/v64.0', first.access_token);

    assert.ok(!('expires_in' in first));
    assert.equal(fifth.status, 200);
    assert.equal(sixth.status, 401);
  });
});
