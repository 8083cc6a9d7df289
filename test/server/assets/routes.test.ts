import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import express from 'express';
import type { AssetSettings } from '../../../server/assets/asset-address.ts';
import { assetRoutes } from '../../../server/assets/routes.ts';
import { bearerOf } from '../../../server/http/bearer.ts';
import { answerErrors } from '../../../server/http/errors.ts';
import { Problem } from '../../../server/http/problem.ts';
import { openUpstream } from '../../../server/http/upstream.ts';
import { serve, type TestServer } from '../../support/http-server.ts';

const sessionId = 'ses_AAAAAAAAAAAAAAAAAAAAAA';
const day = 24 * 60 * 60_000;

describe('the asset proxy', () => {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'handrail-assets-'));
  const upstream = openUpstream({
    localHosts: new Set(['shop.localhost', 'other.localhost', 'cdn.localhost']),
  });
  const visits: IncomingMessage[] = [];
  let answer: (req: IncomingMessage, res: ServerResponse) => void;
  let site: TestServer;
  let handrail: TestServer;
  let settings: AssetSettings;
  let ahead = 0;

  before(async () => {
    site = await serve((req, res) => {
      visits.push(req);
      answer(req, res);
    });
    const routes = assetRoutes({
      authorize: async (req) => {
        const tenantId = bearerOf(req);
        if (tenantId === null) throw new Problem('unauthorized', 'Sign in first.');
        return { tenantId, sessionId };
      },
      settingsOf: async () => settings,
      upstream,
      cacheFolder,
      now: () => Date.now() + ahead,
    });
    const app = express()
      .use('/api', routes)
      .use(answerErrors({ error: console.error }));
    handrail = await serve(app);
    settings = {
      assetHosts: [`shop.localhost:${site.port}`, `cdn.localhost:${site.port}`, `127.0.0.1:${site.port}`],
      assetQueryPaths: [`cdn.localhost:${site.port}/css2`],
    };
  });
  beforeEach(() => {
    rmSync(cacheFolder, { recursive: true, force: true });
    visits.length = 0;
    ahead = 0;
    answer = (_req, res) =>
      res.writeHead(200, { 'content-type': 'text/css; charset=UTF-8' }).end('b{color:red}');
  });
  after(async () => {
    await upstream.close();
    rmSync(cacheFolder, { recursive: true, force: true });
  });

  const shop = (path: string) => `http://shop.localhost:${site.port}${path}`;
  const ask = (url: string, { session = sessionId, tenant = 'acme' } = {}) =>
    fetch(`${handrail.origin}/api/assets?${new URLSearchParams({ session, url })}`, {
      headers: { authorization: `Bearer ${tenant}`, cookie: 'secret=1' },
    });
  const codeOf = async (url: string, options = {}) => {
    const response = await ask(url, options);
    const body = await response.text();
    return response.ok ? 'ok' : JSON.parse(body).code;
  };

  test('hands a style over so that nothing in it can run, and asks the site without cookie, bearer or referrer', async () => {
    const response = await ask(shop('/shop.css'));

    assert.equal(await response.text(), 'b{color:red}');
    const header = (name: string) => response.headers.get(name);
    assert.equal(header('content-type'), 'text/css; charset=utf-8');
    assert.equal(header('content-security-policy'), "sandbox; default-src 'none'");
    assert.equal(header('x-content-type-options'), 'nosniff');
    assert.equal(header('content-disposition'), 'attachment');
    assert.equal(header('set-cookie'), null);
    const [visit] = visits;
    assert.ok(visit);
    assert.deepEqual(
      [visit.headers.cookie, visit.headers.authorization, visit.headers.referer],
      [undefined, undefined, undefined],
    );
  });

  test('asks a site once a day for each tenant, however many ask at once', async () => {
    const together = await Promise.all(Array.from({ length: 8 }, () => codeOf(shop('/a.css'))));
    ahead = day - 60_000;
    await codeOf(shop('/a.css'));
    assert.deepEqual([together.every((code) => code === 'ok'), visits.length], [true, 1]);

    await codeOf(shop('/a.css'), { tenant: 'other' });
    assert.equal(visits.length, 2);

    ahead = day + 60_000;
    assert.equal(await codeOf(shop('/a.css')), 'ok');
    assert.equal(visits.length, 3);
  });

  test('serves nobody without a bearer, or with that of another session', async () => {
    const unknown = await fetch(`${handrail.origin}/api/assets?session=${sessionId}&url=${shop('/a.css')}`);

    assert.equal(unknown.status, 401);
    assert.equal(await codeOf(shop('/a.css'), { session: 'ses_BBBBBBBBBBBBBBBBBBBBBB' }), 'forbidden');
    assert.equal(visits.length, 0);
  });

  test('refuses what the tenant did not list, without asking for it', async () => {
    const refused = [
      `http://other.localhost:${site.port}/a.css`,
      'http://shop.localhost/a.css',
      `http://shop.localhost.:${site.port}/a.css`,
      `http://127.0.0.1:${site.port}/a.css`,
      shop('/a.css?who=ada'),
      shop('/a.css?'),
      `http://user:pass@shop.localhost:${site.port}/a.css`,
      `ftp://shop.localhost:${site.port}/a.css`,
      'file:///etc/passwd',
      'data:text/css,b{}',
      'a.css',
    ];

    for (const url of refused) assert.equal(await codeOf(url), 'asset_refused', url);
    assert.equal(visits.length, 0);
  });

  test('sends a query where the tenant lists the path', async () => {
    assert.equal(await codeOf(`http://cdn.localhost:${site.port}/css2?family=Inter`), 'ok');
    assert.equal(visits[0]?.url, '/css2?family=Inter');
  });

  test('checks each hop of a redirect like the first, and follows three', async () => {
    answer = (req, res) => {
      const hop = Number(req.url?.slice(1));
      if (hop === 0) res.writeHead(200, { 'content-type': 'image/png' }).end('png');
      else res.writeHead(302, { location: `/${hop - 1}` }).end();
    };
    assert.equal(await codeOf(shop('/3')), 'ok');
    assert.equal(await codeOf(shop('/4')), 'asset_refused');

    for (const location of [
      `http://other.localhost:${site.port}/x`,
      'http://169.254.169.254/',
      '/x?y',
      'file:///etc/passwd',
    ]) {
      answer = (_req, res) => res.writeHead(302, { location }).end();
      assert.equal(await codeOf(shop('/from')), 'asset_refused', location);
    }
  });

  test('passes styles, images and fonts on, and nothing else', async () => {
    const codeOfType = (contentType: string, path: string) => {
      answer = (_req, res) => res.writeHead(200, { 'content-type': contentType }).end('x');
      return codeOf(shop(path));
    };

    for (const type of ['image/png', 'image/svg+xml', 'font/woff2', 'IMAGE/JPEG; q=1']) {
      assert.equal(await codeOfType(type, `/${encodeURIComponent(type)}`), 'ok', type);
    }
    assert.equal(await codeOfType('application/octet-stream', '/inter.woff2'), 'ok');
    for (const type of [
      'text/html',
      'application/javascript',
      'application/json',
      'application/octet-stream',
      'text/plain',
      '',
    ]) {
      assert.equal(await codeOfType(type, '/thing'), 'asset_refused', type);
    }
  });

  test('refuses what is larger than 10 MB, said before or found out on the way, and keeps none of it', async () => {
    const chunk = Buffer.alloc(1024 * 1024);
    answer = (_req, res) =>
      res.writeHead(200, { 'content-type': 'image/png', 'content-length': 20_000_000 }).end();
    assert.equal(await codeOf(shop('/said.png')), 'asset_refused');

    answer = (_req, res) => {
      res.writeHead(200, { 'content-type': 'image/png' });
      for (let count = 0; count < 11; count += 1) res.write(chunk);
      res.end();
    };
    assert.equal(await codeOf(shop('/found.png')), 'asset_refused');
    assert.deepEqual(readdirSync(join(cacheFolder, 'acme')), []);
  });

  test('says that an asset cannot be had, and asks again the next time', async () => {
    answer = (_req, res) => res.writeHead(404).end();
    assert.equal(await codeOf(shop('/a.css')), 'asset_unavailable');
    answer = (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/css', 'content-length': 100 }).write('half');
      res.destroy();
    };
    assert.equal(await codeOf(shop('/a.css')), 'asset_unavailable');

    answer = (_req, res) => res.writeHead(200, { 'content-type': 'text/css' }).end('whole');
    assert.equal(await (await ask(shop('/a.css'))).text(), 'whole');
  });
});
