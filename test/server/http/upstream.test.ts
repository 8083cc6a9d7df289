import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openUpstream } from '../../../server/http/upstream.ts';
import { UpstreamFailure, type UpstreamFailureReason } from '../../../server/http/upstream-failure.ts';
import { serve } from '../../support/http-server.ts';

describe('a call out', () => {
  const upstream = openUpstream({ localHosts: new Set(['site.localhost']) });
  after(() => upstream.close());

  const failsAs = (reason: UpstreamFailureReason) => (error: unknown) =>
    error instanceof UpstreamFailure && error.reason === reason;

  test('hands over the answer, and keeps no cookie for the next one', async () => {
    const cookies: (string | undefined)[] = [];
    const site = await serve((req, res) => {
      cookies.push(req.headers.cookie);
      res.writeHead(201, { 'set-cookie': 'a=b', 'x-kept': 'yes' }).end('hello');
    });
    const url = `http://site.localhost:${site.port}/`;

    const first = await upstream.fetch(url, { method: 'POST', body: 'x' });
    await upstream.fetch(url);

    assert.deepEqual([first.status, first.headers.get('x-kept'), await first.text()], [201, 'yes', 'hello']);
    assert.deepEqual(cookies, [undefined, undefined]);
  });

  test('ends when its time is over, before the answer and in the middle of it', async () => {
    const silent = await serve(() => undefined);
    const halting = await serve((_req, res) => {
      res.write('the beginning');
    });

    const unanswered = upstream.fetch(`http://site.localhost:${silent.port}/`, { timeoutMs: 100 });
    const begun = await upstream.fetch(`http://site.localhost:${halting.port}/`, { timeoutMs: 300 });

    await assert.rejects(unanswered, failsAs('timed_out'));
    await assert.rejects(begun.text(), failsAs('timed_out'));
  });

  test('stops at a body that is too long, also one that grows when it is unpacked', async () => {
    const site = await serve((_req, res) => {
      res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(100_000)));
    });

    const answer = await upstream.fetch(`http://site.localhost:${site.port}/`, { maxBytes: 50_000 });

    await assert.rejects(answer.text(), failsAs('too_large'));
  });

  test('says that a server is not there', async () => {
    const site = await serve(() => undefined);
    await site.close();

    await assert.rejects(upstream.fetch(`http://site.localhost:${site.port}/`), failsAs('unreachable'));
  });

  test('shows a redirect to a caller that asked to see it', async () => {
    const site = await serve((_req, res) => {
      res.writeHead(302, { location: '/next' }).end();
    });

    const answer = await upstream.fetch(`http://site.localhost:${site.port}/`, { redirect: 'report' });

    assert.deepEqual([answer.status, answer.headers.get('location')], [302, '/next']);
  });
});
