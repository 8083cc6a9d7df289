import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import express from 'express';
import * as v from 'valibot';
import { bearerOf } from '../../../server/http/bearer.ts';
import { answerErrors, notFound } from '../../../server/http/errors.ts';
import { healthRoutes } from '../../../server/http/health.ts';
import { Problem } from '../../../server/http/problem.ts';
import { createRateLimit } from '../../../server/http/rate-limit.ts';
import { readBody } from '../../../server/http/read-body.ts';
import { readParams } from '../../../server/http/read-params.ts';
import { readQuery } from '../../../server/http/read-query.ts';
import { securityHeaders } from '../../../server/http/security-headers.ts';
import { serve, type TestServer } from '../../support/http-server.ts';

const Thing = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(5)),
  inner: v.optional(v.strictObject({})),
});

describe('what the server answers', () => {
  let server: TestServer;
  let logged: unknown[];
  let draining: boolean;
  let databaseUp: boolean;

  before(async () => {
    const limit = createRateLimit({ points: 2, seconds: 60 });
    const app = express();
    app.use(securityHeaders());
    app.use(
      healthRoutes({ checks: [async () => void (databaseUp || fail('secret'))], isDraining: () => draining }),
    );
    app.use(express.json({ limit: 1_000 }));
    app.post('/things', (req, res) => void res.json(readBody(Thing, req)));
    app.get('/things', (req, res) => void res.json(readQuery(Thing, req)));
    app.get('/things/:name', (req, res) => void res.json(readParams(Thing, req)));
    app.get('/bearer', (req, res) => void res.json(bearerOf(req)));
    app.get('/bug', () => fail('the password is 12345'));
    app.get('/problem', () => {
      throw new Problem('unauthorized', 'Sign in first.');
    });
    app.get('/limited', async (_req, res) => {
      await limit.consume('somebody');
      res.json({});
    });
    app.use(notFound);
    app.use(answerErrors({ error: (...args: unknown[]) => logged.push(args) }));
    server = await serve(app);
  });
  beforeEach(() => {
    logged = [];
    draining = false;
    databaseUp = true;
  });

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(server.origin + path, init);
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
  };
  const post = (body: string, type = 'application/json') =>
    ask('/things', { method: 'POST', body, headers: { 'content-type': type } });

  test('is a body that the schema has read, and nothing but that', async () => {
    assert.deepEqual((await post('{"name":"ada"}')).body, { name: 'ada' });

    for (const body of [
      '{"name":"adalovelace"}',
      '{"name":"ada","admin":true}',
      '{"inner":{"x":1},"name":"a"}',
      '[]',
      'null',
    ]) {
      const answer = await post(body);
      assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_body'], body);
      assert.ok(!JSON.stringify(answer.body).includes('adalovelace'));
    }
  });

  test('is a problem for a body that is broken, too large, or of another type', async () => {
    assert.equal((await post('{"name":')).body.code, 'invalid_body');
    assert.equal((await post(JSON.stringify({ name: 'x'.repeat(2_000) }))).body.code, 'payload_too_large');
    assert.equal((await post('name=ada', 'text/plain')).body.code, 'invalid_body');
    assert.deepEqual(logged, []);
  });

  test('is a problem for a query or a path that is not as it should be', async () => {
    assert.deepEqual((await ask('/things?name=ada')).body, { name: 'ada' });
    assert.equal((await ask('/things?name=ada&name=bob')).body.code, 'invalid_request');
    assert.equal((await ask('/things/adalovelace')).body.code, 'not_found');
    assert.equal((await ask('/things/%E0%A4%A')).body.code, 'invalid_request');
    assert.equal((await ask('/nowhere')).body.code, 'not_found');
  });

  test('has the form of RFC 9457, and is kept by nobody', async () => {
    const { status, headers, body } = await ask('/problem');

    assert.equal(status, 401);
    assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.deepEqual(
      [headers.get('cache-control'), headers.get('www-authenticate')],
      ['no-store', 'Bearer, DPoP algs="ES256"'],
    );
    assert.deepEqual(body, {
      type: 'urn:handrail:problem:unauthorized',
      title: 'Sign in first.',
      status: 401,
      code: 'unauthorized',
    });
  });

  test('tells nothing of a bug, which the log alone is told', async () => {
    const { status, body } = await ask('/bug');

    assert.deepEqual([status, body.code], [500, 'internal']);
    assert.ok(!JSON.stringify(body).includes('12345'));
    assert.equal(logged.length, 1);
  });

  test('is to wait, and how long, for whoever tries too often', async () => {
    assert.equal((await ask('/limited')).status, 200);
    assert.equal((await ask('/limited')).status, 200);
    const { status, headers, body } = await ask('/limited');

    assert.deepEqual([status, body.code], [429, 'rate_limited']);
    assert.ok(body.retryAfter > 0 && body.retryAfter <= 60);
    assert.equal(headers.get('retry-after'), String(body.retryAfter));
  });

  test('may do nothing in a browser unless a page says otherwise', async () => {
    const { headers } = await ask('/nowhere');

    assert.equal(
      headers.get('content-security-policy'),
      "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    assert.deepEqual(
      [headers.get('x-content-type-options'), headers.get('referrer-policy')],
      ['nosniff', 'no-referrer'],
    );
    assert.deepEqual([headers.get('x-powered-by'), headers.get('x-frame-options')], [null, null]);
  });

  test('reads a bearer in its own header alone', async () => {
    const bearer = async (authorization: string) =>
      (await ask('/bearer?access_token=x', { headers: { authorization } })).body;

    assert.equal(await bearer('Bearer abc-_.~+/='), 'abc-_.~+/=');
    assert.equal(await bearer('bearer abc'), 'abc');
    for (const other of ['Basic abc', 'Bearer', 'Bearer a b', 'abc', 'Bearer "abc"'])
      assert.equal(await bearer(other), null);
  });

  test('is ready only while all is up and nobody told it to stop', async () => {
    assert.equal((await ask('/readyz')).status, 200);

    databaseUp = false;
    const { status, body } = await ask('/readyz');
    assert.deepEqual([status, body.code], [503, 'unavailable']);
    assert.ok(!JSON.stringify(body).includes('secret'));

    databaseUp = true;
    draining = true;
    assert.deepEqual([(await ask('/readyz')).status, (await ask('/livez')).status], [503, 200]);
  });
});

const fail = (message: string): never => {
  throw new Error(message);
};
