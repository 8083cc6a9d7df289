import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openUpstream, type Upstream } from '../../server/http/upstream.ts';
import { UpstreamFailure } from '../../server/http/upstream-failure.ts';
import { serve, type TestServer } from '../support/http-server.ts';

/** Whoever chooses an address that Handrail calls (a CRM's answer, a page's asset) must not reach what only Handrail can reach. */
describe('an address that leads inside', () => {
  const resolved: Readonly<Record<string, readonly LookupAddress[]>> = {
    'inside.example': [{ address: '10.0.0.7', family: 4 }],
    'loopback.example': [{ address: '127.0.0.1', family: 4 }],
    'loopback6.example': [{ address: '::1', family: 6 }],
    'metadata.example': [{ address: '169.254.169.254', family: 4 }],
    'mapped.example': [{ address: '::ffff:127.0.0.1', family: 6 }],
    'nat64.example': [{ address: '64:ff9b::7f00:1', family: 6 }],
    'mixed.example': [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
  };
  let victim: TestServer;
  let upstream: Upstream;
  let visits = 0;

  before(async () => {
    victim = await serve((_req, res) => {
      visits += 1;
      res.end('secret');
    });
    upstream = openUpstream({
      localHosts: new Set(['allowed.localhost']),
      resolve: async (hostname) => resolved[hostname] ?? [],
    });
  });
  beforeEach(() => {
    visits = 0;
  });
  after(() => upstream.close());

  const isBlocked = (error: unknown) => error instanceof UpstreamFailure && error.reason === 'blocked';

  const hosts = [
    '127.0.0.1',
    '127.1',
    '0.0.0.0',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fd00::1]',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    'localhost',
    'handrail.localhost',
    ...Object.keys(resolved),
  ];
  for (const host of hosts) {
    test(`is refused as ${host}, over https and http`, async () => {
      for (const protocol of ['https', 'http']) {
        await assert.rejects(upstream.fetch(`${protocol}://${host}:${victim.port}/`), isBlocked);
      }

      assert.equal(visits, 0);
    });
  }

  test('is not followed to by a redirect', async () => {
    const lure = await serve((_req, res) => {
      res.writeHead(302, { location: `http://127.0.0.1:${victim.port}/` }).end();
    });

    const followed = upstream.fetch(`http://allowed.localhost:${lure.port}/`);

    await assert.rejects(
      followed,
      (error) => error instanceof UpstreamFailure && error.reason === 'redirected',
    );
    assert.equal(visits, 0);
  });

  test('can be reached under a name that the operator allowed, and only there', async () => {
    const answer = await upstream.fetch(`http://allowed.localhost:${victim.port}/`);

    assert.equal(await answer.text(), 'secret');
    assert.equal(visits, 1);
  });
});
