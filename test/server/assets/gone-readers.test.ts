import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import express from 'express';
import { assetRoutes } from '../../../server/assets/routes.ts';
import { answerErrors } from '../../../server/http/errors.ts';
import { openUpstream } from '../../../server/http/upstream.ts';
import { serve } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';

const sessionId = 'ses_AAAAAAAAAAAAAAAAAAAAAA';

/** The files below a folder that this process has open. */
const openBelow = (folder: string): readonly string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(folder) ? [path] : [];
    } catch {
      // Closed between the two looks.
      return [];
    }
  });

test('an asset whose reader is gone before the answer leaves no file open, which would end the server', async () => {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'handrail-assets-'));
  const upstream = openUpstream({ localHosts: new Set(['shop.localhost']) });
  const site = await serve((_req, res) => res.writeHead(200, { 'content-type': 'text/css' }).end('b{}'));
  let gone = 0;
  const routes = assetRoutes({
    // The reader goes away while the server looks who it is.
    authorize: async (req) => {
      if (req.headers.authorization === 'Bearer goes') {
        await once(req.socket, 'close');
        gone += 1;
      }
      return { tenantId: 'acme', sessionId };
    },
    settingsOf: async () => ({ assetHosts: [`shop.localhost:${site.port}`] }),
    upstream,
    cacheFolder,
    now: Date.now,
  });
  const { origin } = await serve(
    express()
      .use('/api', routes)
      .use(answerErrors({ error: console.error })),
  );
  const query = new URLSearchParams({ session: sessionId, url: `http://shop.localhost:${site.port}/a.css` });
  const address = `${origin}/api/assets?${query}`;
  assert.equal(await (await fetch(address)).text(), 'b{}');

  for (let reader = 0; reader < 5; reader += 1) {
    const request = get(address, { headers: { authorization: 'Bearer goes' }, agent: false });
    request.on('error', () => undefined);
    await once(request, 'socket');
    request.socket?.once('connect', () => setImmediate(() => request.destroy()));
  }
  await until(async () => gone === 5, 'five readers to be gone');

  assert.equal(await (await fetch(address)).text(), 'b{}');
  await until(async () => openBelow(cacheFolder).length === 0, 'no cached file to be open', 5000);
  await upstream.close();
  rmSync(cacheFolder, { recursive: true, force: true });
});
