import assert from 'node:assert/strict';
import { test } from 'node:test';
import express from 'express';
import { clientAddress } from '../../../server/http/client-address.ts';
import { forwardedAddress } from '../../../server/http/forwarded-address.ts';
import { serve } from '../../support/http-server.ts';

for (const [hops, forwarded] of [
  [0, '198.51.100.7'],
  [1, '198.51.100.7'],
  [1, '203.0.113.9, 198.51.100.7'],
  [2, '203.0.113.9, 198.51.100.7'],
  [3, '203.0.113.9, 198.51.100.7'],
  [1, '2001:db8:1:2:3:4:5:6'],
  [2, ''],
] as const) {
  test(`behind ${hops} proxies, “${forwarded}” is read as express reads it`, async () => {
    const app = express();
    app.set('trust proxy', hops);
    app.get('/', (req, res) => {
      res.json([forwardedAddress(hops)(req), clientAddress(req.ip ?? '')]);
    });
    const { origin, close } = await serve(app);

    const [ours, theirs] = (await (
      await fetch(origin, { headers: { 'x-forwarded-for': forwarded } })
    ).json()) as string[];

    assert.equal(ours, theirs);
    await close();
  });
}

test('an IPv6 client counts as its whole network', () => {
  assert.equal(clientAddress('2001:db8:1:2:3:4:5:6'), clientAddress('2001:db8:1:2::9'));
  assert.notEqual(clientAddress('2001:db8:1:2::1'), clientAddress('2001:db8:1:3::1'));
  assert.equal(clientAddress('::ffff:192.0.2.1'), '192.0.2.1');
});
