import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sha256Text } from '../../server/crypto/digest.ts';
import type { BoundBearer } from '../../widgets/link/proof-key.ts';
import { type ConsoleHouse, openConsoleHouse } from '../support/console-house.ts';

/** It shows our pages in a frame of its own, and has the browsers of people who are signed in ask for any address. */
describe('a hostile page', () => {
  let house: ConsoleHouse;
  let ada: BoundBearer;
  let id: string;
  before(async () => {
    house = await openConsoleHouse();
    ada = await house.enter();
    const { session } = (await house.start(ada, { proofHash: sha256Text('proof') })).body;
    assert.ok(session);
    id = session.id;
  });
  after(async () => {
    assert.deepEqual(house.logged, []);
    await house.stop();
  });

  const framersOf = async (path: string): Promise<string | undefined> => {
    const { headers } = await house.call(null, 'GET', path);
    const policy = headers.get('content-security-policy') ?? '';
    return /(?:^|; )frame-ancestors ([^;]*)/.exec(policy)?.[1];
  };

  it('cannot frame the panel: only that company’s own console can', async () => {
    assert.equal(await framersOf('/embed/acme-desk'), 'https://acme-desk.test');
    assert.equal(await framersOf('/embed/other-desk'), 'https://other-desk.test');
  });

  it('cannot frame where people say yes, or decide anything', async () => {
    for (const path of [`/join/${id}`, '/code', '/admin/acme-desk', `/live/${id}`]) {
      assert.equal(await framersOf(path), "'none'", path);
    }
  });

  it('changes nothing by having an address opened, in whoever’s browser', async () => {
    const paths = [
      ...[
        'endings',
        'cancellations',
        'live-codes',
        'join-codes',
        'live-tokens',
        'withdrawals',
        'handovers',
      ].map((noun) => `/api/sessions/${id}/${noun}`),
      `/api/join/${id}/admissions`,
      `/api/join/${id}/views`,
      '/api/auth/sign-outs',
      '/api/auth/assertions',
      '/api/auth/renewals',
      '/api/admin-codes',
      `/realtime/${id}`,
      `/realtime/${id}/batches`,
    ];
    for (const path of paths) {
      for (const method of ['GET', 'HEAD']) {
        const { status } = await house.call(ada, method, path);
        assert.ok(status >= 400 && status < 500, `${method} ${path}: ${status}`);
      }
    }

    const { body } = await house.call(ada, 'GET', `/api/sessions/${id}`);
    assert.equal(body.state?.name, 'invited');
  });

  it('gets no answer that it could read, and no cookie goes with what it asks', async () => {
    for (const path of [
      `/api/sessions/${id}`,
      '/api/agents/me',
      `/api/join/${id}/views`,
      `/embed/acme-desk`,
    ]) {
      const { headers } = await house.call(null, 'GET', path, { headers: { origin: 'https://evil.test' } });

      assert.equal(headers.get('access-control-allow-origin'), null, path);
      assert.equal(headers.get('set-cookie'), null, path);
    }
  });
});
