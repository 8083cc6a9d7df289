import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createCrm } from '../../../server/crm/create-crm.ts';
import type { Crm } from '../../../server/crm/crm.ts';
import { openConnection } from '../../../server/crm/salesforce/connection.ts';
import type { TokenOwner } from '../../../server/crm/token-store.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';
import { problem } from '../../crm/provider-contract.ts';
import { randomFile } from '../../support/random-file.ts';
import { type RecordedCall, recordedUpstream } from '../../support/recorded-upstream.ts';

/** What jsforce does by itself, and what it must not do here: each found by running it. */
describe('jsforce, kept from its traps', { timeout: 60_000 }, () => {
  let world: CrmWorld;
  let ada: TokenOwner;
  let calls: RecordedCall[];
  /** Another process, whose way out is recorded. */
  let connect: () => Promise<Crm>;

  before(async () => {
    world = await openCrmWorld({ kind: 'salesforce' });
  });
  beforeEach(async () => {
    const { simulated, database, keyRing, tenants, clock } = world;
    await simulated.control({ clearFaults: true, revokeTokens: 'everybody' });
    ada = await world.signIn('ada');
    const upstream = recordedUpstream(simulated.upstream);
    calls = upstream.calls;
    const { crmOf } = createCrm({
      db: database.db,
      inTransaction: database.inTransaction,
      keyRing,
      upstream,
      tenants,
      now: clock.now,
      log: { warn: () => undefined },
    });
    connect = () => crmOf(ada);
  });
  after(() => world.close());

  const refreshes = () => calls.filter(({ url }) => url.endsWith('/services/oauth2/token'));
  const open = () => world.simulated.cases.open;

  it('(a) asks for one new token when five calls find the old one over', async () => {
    const crm = await connect();
    await world.simulated.control({ expireAccessTokens: true });

    await Promise.all(Array.from({ length: 5 }, () => crm.findCase(open())));

    assert.equal(refreshes().length, 1);
  });

  it('(b) keeps the rotated refresh token: the second refresh works as the first did', async () => {
    const crm = await connect();
    for (const _round of [1, 2, 3]) {
      await world.simulated.control({ expireAccessTokens: true });
      assert.ok(await crm.findCase(open()));
    }

    const sent = refreshes().map(({ body }) => new URLSearchParams(body ?? '').get('refresh_token'));
    assert.equal(new Set(sent).size, 3, 'each refresh token is used once');
  });

  it('(c) lets two connections share one refresh token', async () => {
    const crms = [await connect(), await connect()];
    await world.simulated.control({ expireAccessTokens: true });

    const found = await Promise.all(crms.map((crm) => crm.findCase(open())));

    assert.ok(found.every(Boolean));
    assert.equal(refreshes().length, 1);
  });

  it('(d) ends after one refresh when the CRM refuses every token', async () => {
    const crm = await connect();
    await world.simulated.control({ fault: { path: '/services/data', status: 401, times: 50 } });

    await assert.rejects(crm.findCase(open()), problem('auth_revoked'));

    assert.equal(refreshes().length, 1);
    assert.equal(calls.length, 3, 'the call, the refresh, the call again');
  });

  it('(e) proves the code with a verifier of its own, by S256, and never shows it at a refresh', async () => {
    const crm = await connect();
    await world.simulated.control({ expireAccessTokens: true });
    await crm.findCase(open());

    const [refresh] = refreshes();
    assert.equal(new URLSearchParams(refresh?.body ?? '').has('code_verifier'), false);
  });

  it('(f) refuses a body that is a stream, instead of ending the process in a timer', async () => {
    const connection = openConnection('https://crm.test', () => Promise.reject(new Error('not reached')));
    const body = Readable.from(['{}']) as unknown as string;

    await assert.rejects(
      connection.request({ method: 'POST', url: '/sobjects/Case', body }),
      /Only text goes through/,
    );
  });

  it('(f) fails with the file’s own error when a stream breaks in the middle', async () => {
    const crm = await connect();
    const file = randomFile({ bytes: 300_000 });
    const broken = {
      ...file,
      open: async () =>
        Readable.from(
          (function* () {
            yield file.content.subarray(0, 100_000);
            throw new Error('the disk is gone');
          })(),
          { objectMode: false },
        ),
    };

    await assert.rejects(crm.putFileOnce(open(), broken), /the disk is gone/);
    assert.ok(await crm.findCase(open()), 'and the process goes on');
  });

  it('(g, h) sends a file as it is, with its length, and no part of it as base64', async () => {
    const crm = await connect();
    const file = randomFile({ bytes: 200_000 });

    await crm.putFileOnce(open(), file);

    const upload = calls.find(({ url }) => url.endsWith('/sobjects/ContentVersion'));
    assert.equal(upload?.body, null, 'streamed');
    assert.match(upload.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/);
    const overhead = Number(upload.headers['content-length']) - file.bytes;
    assert.ok(overhead > 0 && overhead < 2_000, `${overhead} bytes around the file`);
  });

  it('(i) does not repeat calls with the dead token when the refresh fails', async () => {
    const crm = await connect();
    const tokenPath = '/services/oauth2/token';
    await world.simulated.control({ expireAccessTokens: true, fault: { path: tokenPath, status: 503 } });

    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => crm.findCase(open())));

    const refused = outcomes.filter((one) => one.status === 'rejected').length;
    const dataCalls = calls.filter(({ url }) => url.includes('/services/data/')).length;
    assert.ok(refused > 0);
    assert.ok(dataCalls <= 4 + 2 * (4 - refused), `${dataCalls} calls for ${refused} refusals`);
  });

  it('writes no token into an address, as its identity() would', async () => {
    const crm = await connect();

    await crm.currentUser();

    assert.ok(calls.length > 0);
    for (const { url } of calls) assert.doesNotMatch(url, /oauth_token|access_token/);
  });

  it('sends nothing anywhere else, whatever a proxy variable says when it is loaded', async () => {
    const crm = await connect();

    await crm.addNoteOnce(open(), { text: 'x [handrail:traps]', marker: '[handrail:traps]' });

    const origins = new Set(calls.map(({ url }) => new URL(url).origin));
    assert.deepEqual([...origins], [world.simulated.origin]);
  });
});
