import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { zipSync } from 'fflate';
import { partBytes } from '../../protocol/http/transfers.ts';
import { insertTransfer, removeTransfer } from '../../server/transfers/transfer-store.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { eicar, type FakeClamd, startFakeClamd } from '../support/fake-clamd.ts';
import { newSigningKeys } from '../support/room-peer.ts';
import { transferIn } from '../support/transfer-in.ts';
import {
  type Answered,
  ask,
  digestOf,
  type FileSession,
  openTransfersWorld,
  sha256Of,
  type TransfersWorld,
  transferId,
  visitorProof,
} from '../support/transfers-world.ts';
import { until } from '../support/until.ts';

const nothing = { files: [], rows: [] };
const program = Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0'), randomBytes(2_000)]);
const text = Buffer.from('It does not work since Tuesday.');
const said = ({ status, code }: Answered) => [status, code];

describe('files that somebody means harm with', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let clamd: FakeClamd;
  let world: TransfersWorld;
  let session: FileSession;

  before(async () => {
    database = await openTestDatabase('sqlite');
    clamd = await startFakeClamd();
    world = await openTransfersWorld(database, { clamd: clamd.address, spoolLimitBytes: 512 * 1024 ** 2 });
    session = await world.session();
  });
  beforeEach(async () => {
    clamd.answer = null;
    world.kept = [];
    for (const id of (await world.left()).rows) await session.visitor.call('DELETE', `/${id}`);
    assert.deepEqual(await world.left(), nothing);
  });
  after(async () => {
    assert.deepEqual(world.bugs, []);
    await database.close();
  });

  const names: readonly (readonly [what: string, name: string])[] = [
    ['a path', '../../etc/passwd'],
    ['a path of Windows', 'C:\\Windows\\win.ini'],
    ['a right-to-left override', 'photo\u202egnp.exe'],
    ['a control character', 'a\u0000.txt'],
    ['a line end', 'a\r\nSet-Cookie: b.txt'],
    ['500 characters', `${'x'.repeat(496)}.txt`],
    ['a device', 'nul.txt'],
    ['blanks before a second ending', `photo.jpg${' '.repeat(40)}.txt`],
    ['a dot that Windows takes away', 'setup.exe.'],
  ];
  for (const [what, name] of names) {
    it(`have ${what} in their name`, async () => {
      const answer = await session.visitor.offer(text, { name });

      assert.deepEqual(said(answer), [400, 'file_name_refused']);
      assert.deepEqual(await world.left(), nothing);
    });
  }

  it('are empty, too large, of a blocked type, or more than there is room for', async () => {
    const answers = [
      await session.visitor.offer(Buffer.alloc(0)),
      await session.visitor.offer(text, { bytes: world.policy.transfer.maxBytes + 1 }),
      await session.visitor.offer(text, { bytes: Number.MAX_SAFE_INTEGER }),
      await session.visitor.offer(text, { bytes: -1 }),
      await session.visitor.offer(text, { name: 'Setup.EXE' }),
      await session.visitor.offer(text, { name: 'report.pdf.js' }),
    ];

    assert.deepEqual(answers.map(said), [
      [400, 'file_empty'],
      [413, 'file_too_large'],
      [413, 'file_too_large'],
      [400, 'invalid_body'],
      [415, 'file_type_refused'],
      [415, 'file_type_refused'],
    ]);
    assert.deepEqual(await world.left(), nothing);
    const large = world.policy.transfer.maxBytes;
    const others = [1, 2, 3, 4, 5].map((number) => ({
      ...transferIn({ tenantId: `company-${number}` }, world.house.now()),
      bytes: large,
    }));
    for (const other of others) await insertTransfer(database.db, other);
    const offered = await session.visitor.offer(text, { bytes: large });
    assert.deepEqual(said(offered), [507, 'spool_full']);
    for (const other of others) await removeTransfer(database.db, other);
  });

  const disguised: readonly (readonly [what: string, name: string, content: Buffer])[] = [
    ['a program called a picture', 'holiday.png', program],
    ['a program called a letter', 'letter.docx', program],
    ['a program called a text', 'readme.txt', program],
    ['a program without an ending', 'readme', program],
    ['a text called a picture', 'holiday.png', text],
    [
      'a shortcut called a folder',
      'folder',
      Buffer.from(`4c0000000114020000000000c000000000000046${'00'.repeat(60)}`, 'hex'),
    ],
  ];
  for (const [what, name, content] of disguised) {
    it(`are ${what}`, async () => {
      const answer = await session.visitor.send(content, { name });

      assert.deepEqual(said(answer), [415, 'file_type_refused']);
      assert.deepEqual(await world.left(), nothing);
    });
  }

  it('are archives that become a thousand times as large, or hold one that does', async () => {
    const bomb = zipSync({ 'zeros.bin': Buffer.alloc(80 * 1024 ** 2) });
    const nested = zipSync({ 'inner.zip': bomb });

    for (const content of [bomb, nested]) {
      const answer = await session.visitor.send(content, { name: 'files.zip' });
      assert.deepEqual(said(answer), [415, 'file_type_refused']);
      assert.deepEqual(await world.left(), nothing);
    }
  });

  it('are infected', async () => {
    const answer = await session.visitor.send(Buffer.from(eicar), { name: 'eicar.txt' });

    assert.deepEqual(said(answer), [422, 'file_infected']);
    assert.deepEqual(await world.left(), nothing);
    assert.equal(world.kept.length, 0);
    const entry = await database.db
      .selectFrom('audit_entries')
      .selectAll()
      .where('action', '=', 'transfer.infected')
      .executeTakeFirstOrThrow();
    assert.match(entry.detail, new RegExp(sha256Of(Buffer.from(eicar))));
    assert.doesNotMatch(entry.detail, /eicar/);
  });

  it('wait while the scanner gives no clear answer', async () => {
    for (const answer of ['hang_up', 'stream: Maybe OK\0', 'OK\0', '', 'stream: OK FOUND ERROR\0'] as const) {
      clamd.answer = answer;
      const refused = await session.visitor.send(text);
      assert.deepEqual(said(refused), [503, 'scan_unavailable'], JSON.stringify(answer));
    }
    const { files } = await session.agent.call('GET', '');
    for (const { id } of files.filter((one) => one.state === 'uploading')) {
      assert.equal((await session.agent.call('GET', `/${id}/content`)).code, 'artifact_missing');
    }
    assert.equal(world.kept.length, 0);
  });

  it('are not as long as they say, in whole or in part', async () => {
    const content = randomBytes(partBytes + 10);
    const { file } = await session.visitor.offer(content, { name: 'a.bin' });
    const put = (part: number, bytes: Uint8Array) => session.visitor.put(file.id, part, bytes);

    const answers = [
      await put(0, content.subarray(0, 100)),
      await put(0, Buffer.alloc(0)),
      await put(1, content.subarray(0, 11)),
      await put(1, content.subarray(0, 9)),
      await session.visitor.call('POST', `/${file.id}/completions`, { body: { sha256: sha256Of(content) } }),
    ];

    assert.deepEqual(answers.map(said), Array(5).fill([400, 'length_wrong']));
    assert.deepEqual((await world.left()).files, [file.id], 'no part of it');
  });

  it('break off in the middle of a part', async () => {
    const content = randomBytes(partBytes);
    const { file } = await session.visitor.offer(content, { name: 'a.bin' });
    const path = `/api/sessions/${session.started.id}/transfers/${file.id}/parts/0`;
    const { credential } = session;
    const { keys } = session.visitorPeer;
    const proof = await visitorProof(world, { method: 'PUT', path, credential, keys });
    const before = await spentProofs();
    const { port, hostname } = new URL(world.origin);
    const socket = connect(Number(port), hostname);
    const lines = [
      `PUT ${path} HTTP/1.1`,
      'host: x',
      'origin: http://shop.test',
      `authorization: DPoP ${credential}`,
      `dpop: ${proof}`,
      'content-type: application/octet-stream',
      `content-length: ${partBytes}`,
      `content-digest: ${digestOf(content)}`,
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    await new Promise((resolve) => socket.write(content.subarray(0, 5_000), resolve));
    await until(async () => (await spentProofs()) > before, 'the server has begun to look at it');
    socket.destroy();

    assert.equal(
      (await session.visitor.put(file.id, 0, content)).status,
      204,
      'as if there had been nothing',
    );
    assert.deepEqual((await session.visitor.call('GET', `/${file.id}`)).progress.parts, [[0, 0]]);
    assert.deepEqual((await world.left()).files.sort(), [file.id, `${file.id}/0`].sort());
  });

  const spentProofs = async (): Promise<number> => {
    const { count } = await database.db
      .selectFrom('spent_ids')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  };

  it('have other bytes than their hash says, in whole or in part', async () => {
    const { file } = await session.visitor.offer(text);
    const headers = { 'content-digest': digestOf(Buffer.from('else')) };
    assert.deepEqual(said(await session.visitor.put(file.id, 0, text, headers)), [400, 'hash_wrong']);
    for (const digest of ['', 'md5=:AAAA:', `sha-256=${sha256Of(text)}`, 'sha-256=:AAAA:']) {
      const answer = await session.visitor.put(file.id, 0, text, { 'content-digest': digest });
      assert.deepEqual(said(answer), [400, 'invalid_request'], digest);
    }
    assert.equal((await session.visitor.put(file.id, 0, text)).status, 204);
    const wrong = { body: { sha256: sha256Of(Buffer.from('else')) } };
    assert.deepEqual(said(await session.visitor.call('POST', `/${file.id}/completions`, wrong)), [
      400,
      'hash_wrong',
    ]);
    assert.deepEqual(await world.left(), nothing);

    const announced = await session.visitor.send(text, { sha256: sha256Of(Buffer.from('else')) });
    assert.deepEqual(said(announced), [400, 'hash_wrong']);
    assert.deepEqual(await world.left(), nothing);
  });

  it('come as the same part twice, in two versions', async () => {
    const { file } = await session.visitor.offer(text);
    const other = Buffer.from(text.toString().replace('Tuesday', 'Notday!'));
    const both = await Promise.all(
      [text, other, text, other].map((bytes) => session.visitor.put(file.id, 0, bytes)),
    );

    const won = both[0]?.status === 204 ? text : other;
    assert.deepEqual(both.map(({ status }) => status).sort(), [204, 204, 409, 409]);
    assert.ok(both.every(({ code }) => code === null || code === 'part_taken'));
    const done = await session.visitor.call('POST', `/${file.id}/completions`, {
      body: { sha256: sha256Of(won) },
    });
    assert.equal(done.status, 201);
    const late = await session.visitor.put(file.id, 0, won === text ? other : text);
    assert.deepEqual(said(late), [409, 'part_taken']);
    assert.deepEqual((await session.agent.call('GET', `/${file.id}/content`)).bytes, won);
  });

  it('have parts where no part can be', async () => {
    const { file } = await session.visitor.offer(text);

    assert.deepEqual(said(await session.visitor.put(file.id, 1, text)), [409, 'part_out_of_order']);
    assert.deepEqual(said(await session.visitor.put(file.id, 999_999_999, text)), [409, 'part_out_of_order']);
    for (const part of ['-1', '1.5', '..%2f..%2fx', '00', '1e3', '9999999999']) {
      const answer = await session.visitor.call('PUT', `/${file.id}/parts/${part}`, { bytes: text });
      assert.deepEqual(said(answer), [404, 'not_found'], part);
    }
    assert.deepEqual((await world.left()).files, [file.id]);
  });

  it('are asked for beyond their end', async () => {
    const { file } = await session.visitor.send(text);
    const get = (range: string) => session.agent.call('GET', `/${file.id}/content`, { headers: { range } });

    for (const range of [`bytes=${text.length}-`, 'bytes=1000-2000', 'bytes=-0']) {
      const answer = await get(range);
      assert.deepEqual(said(answer), [416, 'range_invalid'], range);
      assert.equal(answer.headers.get('content-range'), `bytes */${text.length}`);
    }
    assert.deepEqual((await get(`bytes=5-${text.length + 100}`)).bytes, text.subarray(5));
    assert.deepEqual((await get('bytes=-4')).bytes, text.subarray(-4));
    for (const range of ['bytes=0-1,3-4', 'lines=1-2', 'bytes=x-y']) {
      assert.deepEqual((await get(range)).bytes, text, range);
    }
  });

  it('took too long', async () => {
    const { file } = await session.visitor.offer(text);
    await database.db.updateTable('transfers').set({ expires_at: 1 }).where('id', '=', file.id).execute();

    const answers = [
      await session.visitor.put(file.id, 0, text),
      await session.visitor.call('POST', `/${file.id}/completions`, { body: { sha256: sha256Of(text) } }),
      await session.agent.call('GET', `/${file.id}/content`),
    ];

    assert.deepEqual(answers.map(said), Array(3).fill([410, 'upload_expired']));
    await world.transfers.sweep();
    assert.deepEqual(await world.left(), nothing);
  });

  it('are somebody else’s: the other side’s, another session’s, another company’s', async () => {
    const { file: mine } = await session.visitor.send(text);
    const { file: open } = await session.visitor.offer(text);
    const stranger = await world.session('eve');
    const completion = { body: { sha256: sha256Of(text) } };
    const tries = (who: FileSession['agent']) => [
      who.put(open.id, 0, text),
      who.call('POST', `/${open.id}/completions`, completion),
      who.call('POST', `/${mine.id}/acceptances`),
    ];
    const strangers = [stranger.visitor, stranger.agent].flatMap((who) => [
      ...tries(who),
      who.call('GET', `/${mine.id}`),
      who.call('GET', `/${mine.id}/content`),
      who.call('POST', `/${mine.id}/receipts`, completion),
      who.call('DELETE', `/${mine.id}`),
    ]);

    const answers = await Promise.all([
      ...tries(session.agent).slice(0, 2),
      session.visitor.call('GET', `/${mine.id}/content`),
      session.visitor.call('POST', `/${mine.id}/receipts`, completion),
      ...strangers,
    ]);
    const codes = new Set(answers.map(({ code }) => code));
    assert.deepEqual([...codes].sort(), ['forbidden', 'not_found']);
    assert.equal(answers.filter(({ code }) => code === 'forbidden').length, 1, 'an agent accepts nothing');
    const theirs = await stranger.visitor.offer(text, { id: mine.id });
    assert.deepEqual(said(theirs), [409, 'changed_meanwhile']);
    assert.deepEqual((await stranger.agent.call('GET', '')).files, []);
    assert.deepEqual((await session.agent.call('GET', `/${mine.id}/content`)).bytes, text);
  });

  it('come from somebody who has copied the customer’s credential', async () => {
    const path = `/api/sessions/${session.started.id}/transfers`;
    const { credential } = session;
    const { keys } = session.visitorPeer;
    const proof = (method: string, by = keys) => visitorProof(world, { method, path, credential, keys: by });
    const origin = 'http://shop.test';
    const come = (headers: Readonly<Record<string, string>>) => ask(world, { method: 'GET', path, headers });
    const right = await proof('GET');
    const dpop = { authorization: `DPoP ${credential}` };
    assert.equal((await come({ origin, ...dpop, dpop: right })).status, 200);

    const answers = [
      await come({ origin, authorization: `Bearer ${credential}` }),
      await come({ origin, ...dpop }),
      await come({ origin, ...dpop, dpop: right }),
      await come({ origin, ...dpop, dpop: await proof('POST') }),
      await come({ origin, ...dpop, dpop: await proof('GET', newSigningKeys()) }),
      await come({ ...dpop, dpop: await proof('GET') }),
      await come({ origin: 'http://other-shop.test', ...dpop, dpop: await proof('GET') }),
      await come({ origin: 'http://evil.test', ...dpop, dpop: await proof('GET') }),
      await come({ origin }),
    ];

    assert.deepEqual(
      answers.map(({ code }) => code),
      [
        ...['unauthorized', 'proof_refused', 'proof_refused', 'proof_refused', 'proof_refused'],
        ...['origin_refused', 'origin_refused', 'origin_refused', 'unauthorized'],
      ],
    );
    assert.equal(answers.at(-2)?.headers.get('access-control-allow-origin'), null);
  });

  it('would leave the region that the company’s data is bound to', async () => {
    const before = world.policy;
    world.policy = { ...before, region: 'eu-central-1' };
    const answer = await session.visitor.offer(text, { id: transferId() });
    world.policy = before;

    assert.deepEqual(said(answer), [409, 'region_refused']);
    assert.deepEqual(await world.left(), nothing);
  });
});
