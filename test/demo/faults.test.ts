import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startSalesforce } from '../../demo/salesforce/start-salesforce.ts';
import type { Running } from '../../demo/serving/running.ts';
import { startZendesk } from '../../demo/zendesk/start-zendesk.ts';
import { type Answer, type ConsentingPerson, client, consentingPerson } from './consenting-person.ts';

const kinds = [
  ['zendesk', startZendesk, '/api/v2/users/me.json'],
  ['salesforce', startSalesforce, '/services/data/v64.0'],
] as const;

for (const [kind, start, path] of kinds) {
  describe(`trouble on demand in the simulated ${kind}`, { timeout: 30_000 }, () => {
    let running: Running;
    let ada: ConsentingPerson;
    let call: (fault?: string) => Promise<Answer>;

    beforeEach(async () => {
      running = await start({ port: 0, client, panelUrl: 'http://handrail.localhost:8080/embed/acme' });
      ada = await consentingPerson(kind, running, 'ada');
      const { access_token } = await ada.signIn();
      call = (fault) => ada.api(path, access_token, fault ? { headers: { 'x-simulated-fault': fault } } : {});
    });
    afterEach(() => running.stop());

    const press = (name: string, origin = running.origin) =>
      fetch(`http://127.0.0.1:${running.port}/faults`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ name }).toString(),
        redirect: 'manual',
      });

    it('comes by a header, to that request alone', async () => {
      const timed = await call('too-many-calls');
      const untimed = await call('too-many-calls-untimed');
      const own = await call('{"status":507}');
      const next = await call();

      assert.deepEqual([timed.status, timed.headers.get('retry-after')], [429, '20']);
      assert.deepEqual([untimed.status, untimed.headers.get('retry-after')], [429, null]);
      assert.equal(own.status, 507);
      assert.equal(next.status, 200);
    });

    it('comes by a header that ends tokens or uses calls up', async () => {
      assert.equal((await call('expired-session')).status, 401);
      const again = await consentingPerson(kind, running, 'sam');
      const { access_token } = await again.signIn();
      const left = await again.api(path, access_token, {
        headers: { 'x-simulated-fault': 'quota-exhausted' },
      });
      assert.equal(left.status, kind === 'zendesk' ? 429 : 403);
    });

    it('renames the fields of an answer', async () => {
      const drifted = JSON.stringify((await call('drifted')).body);

      assert.match(drifted, /_v2":/);
    });

    it('refuses a name that it doesn’t know', async () => {
      assert.equal((await call('gremlins')).status, 400);
    });

    it('comes by the page’s buttons, to the next call', async () => {
      const page = await (await fetch(`http://127.0.0.1:${running.port}/faults`)).text();
      const pressed = await press('down');
      const [first, second] = [await call(), await call()];

      assert.match(page, /value="revoked-token"/);
      assert.equal(pressed.headers.get('location'), '/faults?done=down');
      assert.deepEqual([first.status, second.status], [503, 200]);
    });

    it('comes from no other site’s page, and is taken back', async () => {
      assert.equal((await press('down', 'http://evil.test')).status, 403);
      await press('down');
      await press('clear');

      assert.equal((await call()).status, 200);
    });
  });
}
