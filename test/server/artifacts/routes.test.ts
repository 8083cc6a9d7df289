import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { before, describe, it } from 'node:test';
import express from 'express';
import * as v from 'valibot';
import { Artifacts, ArtifactUsage, ArtifactView } from '../../../protocol/http/artifacts.ts';
import { defaultStoragePolicy } from '../../../protocol/storage-policy.ts';
import type { Row } from '../../../server/artifacts/artifact-store.ts';
import type { OpenArtifact } from '../../../server/artifacts/open-artifact.ts';
import { sendContent } from '../../../server/artifacts/send-content.ts';
import { openDisk } from '../../../server/storage/disk.ts';
import { addSession } from '../../support/add-session.ts';
import { type ArtifactsHouse, openArtifactsHouse } from '../../support/artifacts-house.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { serve } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';

const recording = {
  startedAt: 1,
  index: { durationMs: 61_000, keyframes: [], events: [], activity: [] },
};

describe('artifacts over HTTP', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let house: ArtifactsHouse;
  let content: Buffer;
  let own: Row;
  let film: Row;
  before(async () => {
    database = await openTestDatabase('sqlite');
    house = openArtifactsHouse(database);
    content = randomBytes(200_000);
    own = await house.keep({}, content);
    film = await house.keep({ kind: 'recording', name: 'Film', recording });
    await house.work();
  });

  const list = async (who: Parameters<ArtifactsHouse['call']>[0], query = '') =>
    v.parse(Artifacts, await (await house.call(who, 'GET', `/artifacts${query}`)).json());
  const contentOf = (who: Parameters<ArtifactsHouse['call']>[0], row: Row, range?: string) =>
    house.call(who, 'GET', `/artifacts/${row.id}/content`, range === undefined ? {} : { headers: { range } });

  it('shows each only what they may know of', async () => {
    const idsOf = async (who: Parameters<ArtifactsHouse['call']>[0]) =>
      (await list(who)).artifacts.map(({ id }) => id).toSorted();

    assert.deepEqual(await idsOf('ada'), [own.id]);
    assert.deepEqual(await idsOf('bob'), []);
    assert.deepEqual(await idsOf('lost'), []);
    assert.deepEqual(await idsOf('supervisor'), [own.id, film.id].toSorted());
    assert.deepEqual(await idsOf('foreign'), []);
    assert.equal((await house.call(null, 'GET', '/artifacts')).status, 401);
    for (const [who, row, status] of [
      ['ada', own, 200],
      ['ada', film, 404],
      ['bob', own, 404],
      ['foreign', own, 404],
      ['admin', film, 200],
    ] as const)
      assert.equal(
        (await house.call(who, 'GET', `/artifacts/${row.id}`)).status,
        status,
        `${who} ${row.kind}`,
      );
  });

  it('opens recordings for who may view them, all else also for the session’s agent', async () => {
    for (const [who, row, status] of [
      ['ada', own, 200],
      ['ada', film, 404],
      ['bob', own, 404],
      ['lost', own, 404],
      ['foreign', film, 404],
      ['admin', film, 403],
      ['supervisor', own, 200],
      ['supervisor', film, 200],
    ] as const)
      assert.equal((await contentOf(who, row)).status, status, `${who} ${row.kind}`);
  });

  it('hands content out to be saved, and not to be run', async () => {
    const answer = await contentOf('ada', own);

    assert.ok(content.equals(Buffer.from(await answer.arrayBuffer())));
    assert.equal(answer.headers.get('content-length'), '200000');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('content-security-policy'), "default-src 'none'; sandbox");
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(
      answer.headers.get('content-disposition'),
      `attachment; filename="Rechnung.pdf"; filename*=UTF-8''Rechnung.pdf`,
    );
  });

  it('writes names so that nothing else can be in the header', async () => {
    const row = await house.keep({ name: 'Büro "1"; a=b\r\n\u202e.pdf' });

    const answer = await contentOf('ada', row);

    assert.equal(
      answer.headers.get('content-disposition'),
      `attachment; filename="B_ro _1__ a_b___.pdf"; filename*=UTF-8''B%C3%BCro%20%221%22%3B%20a%3Db%0D%0A%E2%80%AE.pdf`,
    );
  });

  it('gives a range of it, and says how long it is when there is no such range', async () => {
    const middle = await contentOf('ada', own, 'bytes=65000-140000');
    const last = await contentOf('ada', own, 'bytes=-10');
    const open = await contentOf('ada', own, 'bytes=199990-');
    const beyond = await contentOf('ada', own, 'bytes=200000-');
    const several = await contentOf('ada', own, 'bytes=0-1,5-6');

    assert.equal(middle.status, 206);
    assert.equal(middle.headers.get('content-range'), 'bytes 65000-140000/200000');
    assert.ok(content.subarray(65_000, 140_001).equals(Buffer.from(await middle.arrayBuffer())));
    for (const answer of [last, open])
      assert.ok(content.subarray(199_990).equals(Buffer.from(await answer.arrayBuffer())));
    assert.deepEqual([beyond.status, beyond.headers.get('content-range')], [416, 'bytes */200000']);
    assert.deepEqual([several.status, (await several.arrayBuffer()).byteLength], [200, 200_000]);
  });

  it('gives nothing of what is damaged from there on', async () => {
    const row = await house.keep({}, randomBytes(200_000));
    const path = join(database.dataFolder, 'spool', row.spool ?? '');
    const bytes = readFileSync(path);
    bytes[70_000] = (bytes[70_000] ?? 0) ^ 1;
    writeFileSync(path, bytes);

    const received: Uint8Array[] = [];
    await assert.rejects(async () => {
      const answer = await contentOf('ada', row);
      for await (const chunk of answer.body ?? []) received.push(chunk);
    });

    assert.ok(received.reduce((sum, { length }) => sum + length, 0) <= 65_536);
  });

  /** A house whose target says what is opened there, with something in it. */
  const watched = async () => {
    const disk = openDisk({ folder: join(database.dataFolder, 'artifacts'), region: null });
    const opened: Readable[] = [];
    const read: typeof disk.read = async (ref, range) => {
      const content = await disk.read(ref, range);
      opened.push(content);
      return content;
    };
    const other = openArtifactsHouse(database, { disk: { ...disk, read } });
    const row = await other.keep();
    await other.work();
    opened.length = 0;
    return { other, opened, row };
  };

  it('leaves nothing open of what somebody asked for and did not wait for', async () => {
    const { other, opened, row } = await watched();
    const asked = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    const server = await serve(
      express().get('/', async (req, res) => {
        const open: OpenArtifact = async (of) => {
          asked.resolve();
          await once(res, 'close');
          return other.artifacts.open(of);
        };
        await sendContent(open, { req, res }, row).then(over.resolve, over.reject);
      }),
    );
    const leaving = new AbortController();
    const answer = fetch(server.origin, { signal: leaving.signal });
    await asked.promise;

    leaving.abort();

    await assert.rejects(answer);
    await over.promise;
    await until(async () => opened.length === 1 && opened[0]?.closed, 'the content is closed');
  });

  it('leaves nothing open of what is opened and given up before it was read', async () => {
    const { other, opened, row } = await watched();

    for (const range of [undefined, { start: 10, end: 20 }])
      (await other.artifacts.open({ id: row.id, tenantId: 'acme' }, range)).destroy();

    await until(async () => opened.length === 2 && opened.every(({ closed }) => closed), 'both are closed');
  });

  it('gives each of many at once their own bytes', async () => {
    const contents = [1, 2, 3, 4, 5, 6].map((count) => randomBytes(count * 500_000 + count));
    const rows = await Promise.all(contents.map((bytes) => house.keep({}, bytes)));
    await house.work();

    const answers = await Promise.all(
      [...rows, ...rows].map(async (row) => Buffer.from(await (await contentOf('ada', row)).arrayBuffer())),
    );

    for (const [at, answer] of answers.entries()) assert.ok(contents[at % 6]?.equals(answer), `number ${at}`);
  });

  it('gives what is sealed to the tenant’s key as it is sealed', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
    const publicKey = Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url');
    house.setPolicy({ publicKey, transfer: { ...defaultStoragePolicy.transfer, sealing: 'tenant' } });
    const row = await house.keep();
    house.setPolicy(defaultStoragePolicy);

    const answer = await contentOf('ada', row);

    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.equal(answer.headers.get('handrail-sealing'), 'tenant');
    assert.equal(createHash('sha256').update(bytes).digest('hex'), row.stored_sha256);
  });

  it('notes who opened what, once an hour', async () => {
    const row = await house.keep();
    const opened = async () =>
      (await house.actions(row.id)).filter((action) => action === 'artifact.opened').length;

    await contentOf('ada', row);
    await contentOf('ada', row, 'bytes=0-9');
    const once = await opened();
    await contentOf('supervisor', row);
    house.pass(61 * 60_000);
    await contentOf('ada', row);

    assert.equal(once, 1);
    assert.equal(await opened(), 3);
  });

  it('lists by session, kind, case and state, page by page, and leaves none out', async () => {
    const session = `ses_${randomBytes(16).toString('base64url')}`;
    await addSession(database, { id: session, tenantId: 'acme', requesterId: '7' });
    for (let count = 0; count < 60; count += 1)
      await house.keep({ sessionId: session, caseId: '777' }, Buffer.from('x'));

    const first = await list('ada', `?session=${session}`);
    const second = await list('ada', `?session=${session}&before=${first.next}`);

    const ids = [...first.artifacts, ...second.artifacts].map(({ id }) => id);
    assert.equal(second.next, null);
    assert.ok(first.artifacts.length >= 50);
    assert.deepEqual([ids.length, new Set(ids).size], [60, 60]);
    assert.equal(first.artifacts[0]?.caseNumber, '35436');
    assert.equal((await list('ada', '?case=777&state=kept')).artifacts.length, first.artifacts.length);
    assert.deepEqual((await list('ada', '?case=777&kind=screenshot')).artifacts, []);
    assert.equal((await house.call('ada', 'GET', '/artifacts?page=2')).status, 400);
  });

  it('lets only those delete and try again who may', async () => {
    const row = await house.keep();

    assert.equal((await house.call('ada', 'DELETE', `/artifacts/${row.id}`)).status, 403);
    assert.equal((await house.call('foreign', 'DELETE', `/artifacts/${row.id}`)).status, 404);
    assert.equal((await house.call('supervisor', 'POST', `/artifacts/${row.id}/retries`)).status, 403);
    const deleted = await house.call('admin', 'DELETE', `/artifacts/${row.id}`);
    assert.equal(v.parse(ArtifactView, await deleted.json()).state, 'deleted');
    assert.equal((await house.call('admin', 'POST', `/artifacts/${row.id}/retries`)).status, 410);
    assert.equal((await contentOf('supervisor', row)).status, 410);
  });

  it('tells how much is kept, and how long was recorded', async () => {
    const before = v.parse(
      ArtifactUsage,
      await (await house.call('supervisor', 'GET', '/artifact-usage')).json(),
    );
    const row = await house.keep({ kind: 'recording', recording }, randomBytes(5000));
    const after = v.parse(
      ArtifactUsage,
      await (await house.call('supervisor', 'GET', '/artifact-usage')).json(),
    );

    const [was, is] = [before, after].map(({ kinds }) => kinds.find(({ kind }) => kind === 'recording'));
    assert.equal((is?.count ?? 0) - (was?.count ?? 0), 1);
    assert.equal((is?.bytes ?? 0) - (was?.bytes ?? 0), 5000);
    assert.equal((is?.storedBytes ?? 0) - (was?.storedBytes ?? 0), row.stored_bytes);
    assert.equal((is?.recordedMs ?? 0) - (was?.recordedMs ?? 0), 61_000);
    assert.equal((await house.call('ada', 'GET', '/artifact-usage')).status, 403);
  });
});
