import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import pino from 'pino';
import { type App, createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config/config.ts';
import { readEnvironment } from '../../server/config/environment.ts';
import { describeOnBothDatabases } from '../support/database.ts';

describeOnBothDatabases('the whole server', (open, kind) => {
  let app: App;
  let port: number;
  const logged: string[] = [];

  before(async () => {
    const { dataFolder, databaseUrl } = await open();
    const config = { ...readConfig(readEnvironment({})), dataFolder, databaseUrl };
    app = await createApp({
      config,
      log: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
    });
    app.server.listen(0, '127.0.0.1');
    await once(app.server, 'listening');
    port = (app.server.address() as AddressInfo).port;
    app.start();
  });
  after(() => app.stop());

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  const session = `ses_${'a'.repeat(22)}`;
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(8 * 1024 * 1024, 32)));
  const bad: readonly (readonly [string, () => ReturnType<typeof ask>, number, string])[] = [
    ['a broken escape', () => ask('/api/sessions/%E0%A4%A'), 400, 'invalid_request'],
    ['a broken escape in a page’s address', () => ask('/embed/%E0%A4%A'), 400, 'invalid_request'],
    ['a zero byte', () => ask('/api/handovers/%00/openings', { method: 'POST' }), 403, 'origin_refused'],
    ['a zero byte in a tenant’s name', () => ask('/logos/%00'), 404, 'not_found'],
    ['an address that is none', () => ask('/api/nothing'), 404, 'not_found'],
    ['a method that is none', () => ask('/api/sessions', { method: 'DELETE' }), 404, 'not_found'],
    ['broken JSON', () => post('/api/auth/transactions', '{"tenantId":'), 400, 'invalid_body'],
    ['JSON that is no object', () => post('/api/auth/transactions', '"acme"'), 400, 'invalid_body'],
    ['no body', () => ask('/api/auth/transactions', { method: 'POST' }), 400, 'invalid_body'],
    [
      'another type of body',
      () => post('/api/auth/transactions', '{"tenantId":"acme"}', { 'content-type': 'text/plain' }),
      400,
      'invalid_body',
    ],
    [
      'an unknown field',
      () => post(`/api/join/${session}/views`, '{"claim":{},"admin":true}'),
      400,
      'invalid_body',
    ],
    ['too much', () => post('/api/auth/transactions', `"${'x'.repeat(300_000)}"`), 413, 'payload_too_large'],
    [
      'too much, packed small',
      () => post('/api/auth/transactions', bomb, { 'content-encoding': 'gzip' }),
      413,
      'payload_too_large',
    ],
    [
      'an unknown encoding',
      () => post('/api/auth/transactions', '{}', { 'content-encoding': 'zstd-9' }),
      400,
      'invalid_body',
    ],
    [
      'a made-up bearer',
      () => ask('/api/sessions', { headers: { authorization: 'Bearer AAAA' } }),
      401,
      'unauthorized',
    ],
    ['a made-up state', () => ask('/auth/callback?state=a&code=b'), 410, 'sign_in_expired'],
    ['a state that comes twice', () => ask('/auth/callback?state=a&state=b&code=c'), 400, 'invalid_request'],
  ];

  for (const [what, request, status, code] of bad) {
    test(`answers ${what} with a problem, and nothing of its insides`, async () => {
      const answer = await request();

      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      assert.equal(JSON.parse(answer.text).code, code);
      assert.doesNotMatch(answer.text, /node_modules|\.ts:|\bat \w+ \(/);
    });
  }

  test('has a page for a tenant that is none, however its name is written', async () => {
    for (const name of ['nobody', '%00', `${'a'.repeat(300)}`]) {
      const { status, headers } = await ask(`/embed/${name}`);

      assert.deepEqual([status, headers.get('content-type')], [404, 'text/html; charset=utf-8']);
    }
  });

  test('has a page for a person whose sign-in can’t go on, in their language', async () => {
    const answer = await ask('/auth/callback?state=a&code=b', {
      headers: { accept: 'text/html', 'accept-language': 'de' },
    });

    assert.deepEqual([answer.status, answer.headers.get('content-type')], [410, 'text/html; charset=utf-8']);
    assert.match(answer.text, /melden Sie sich im Handrail-Bereich neu an/);
  });

  test('lets no site in by CORS but tenants’ own, and never with cookies', async () => {
    for (const path of ['/api/sessions', `/api/sessions/${session}/visitor-settings`, '/api/agents/me']) {
      const { headers } = await ask(path, { headers: { origin: 'https://evil.test' } });

      assert.equal(headers.get('access-control-allow-origin'), null, path);
      assert.equal(headers.get('access-control-allow-credentials'), null, path);
    }
    const { headers } = await ask(`/api/sessions/${session}/visitor-settings`);
    assert.match(headers.get('vary') ?? '', /origin/i);
  });

  if (kind === 'sqlite') {
    test('gives up on a request’s head that does not come', { timeout: 30_000 }, async () => {
      const socket = connect(port, '127.0.0.1');
      socket.write(`GET /realtime/${session} HTTP/1.1\r\nHost: handrail.test\r\nUpgrade: websocket\r\n`);
      const closed = once(socket, 'close');
      socket.resume();

      await closed;
    });
  }

  test('had no bug to report meanwhile', () => {
    assert.deepEqual(logged, []);
  });
});
