import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { after, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openUpstream } from '../../../server/http/upstream.ts';
import { serve } from '../../support/http-server.ts';

const upstream = openUpstream({ localHosts: new Set(['127.0.0.1']) });
after(() => upstream.close());

/** Collects garbage, and lets those who wait for it do what they do then, until it has long been enough. */
const collectGarbage = async (): Promise<void> => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let rounds = 0; rounds < 30; rounds += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
};

it('bodies are whole that are read a while after their answers came', async () => {
  const sent = 'a picture '.repeat(100);
  const { origin } = await serve((_req, res) => void res.end(sent));
  const bodies: AsyncIterable<Uint8Array>[] = [];
  while (bodies.length < 5) bodies.push((await upstream.fetch(origin)).body ?? assert.fail('no body'));

  await collectGarbage();

  for (const body of bodies) assert.equal(await text(body), sent);
});
