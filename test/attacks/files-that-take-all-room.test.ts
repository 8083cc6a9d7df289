import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { partBytes } from '../../protocol/http/transfers.ts';
import { insertTransfer } from '../../server/transfers/transfer-store.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { shopOrigin } from '../support/sessions-house.ts';
import { transferIn } from '../support/transfer-in.ts';
import {
  type Answered,
  digestOf,
  type FileSession,
  openTransfersWorld,
  type TransfersWorld,
  visitorProof,
} from '../support/transfers-world.ts';
import { until } from '../support/until.ts';

const mebibyte = 1024 ** 2;
const text = Buffer.from('It does not work since Tuesday.');
const codesOf = (answers: readonly Answered[]) => answers.map(({ code }) => code);

describe('files that would leave no room for anybody else', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let world: TransfersWorld;
  let session: FileSession;
  let ofOthers: FileSession;

  before(async () => {
    database = await openTestDatabase('sqlite');
    world = await openTransfersWorld(database, { spoolLimitBytes: 400 * mebibyte, partStallMs: 60_000 });
    session = await world.session('ada');
    ofOthers = await world.session('eve');
  });
  beforeEach(async () => {
    await database.db.deleteFrom('transfers').execute();
    world.policy = { ...world.policy, transfer: { ...world.policy.transfer, maxBytes: 100 * mebibyte } };
  });
  after(async () => {
    assert.deepEqual(world.bugs, []);
    await database.close();
  });

  const offer = (who: FileSession['visitor'], mebibytes: number) =>
    who.offer(text, { bytes: mebibytes * mebibyte });

  it('are announced by one session: one of any size, and no more than a quarter of the room', async () => {
    const { visitor, agent } = session;

    const answers = [await offer(visitor, 60), await offer(agent, 40), await offer(visitor, 1)];

    assert.deepEqual(codesOf(answers), [null, null, 'rate_limited']);
    assert.equal(answers[2]?.headers.get('retry-after'), '60');
    world.policy = { ...world.policy, transfer: { ...world.policy.transfer, maxBytes: 200 * mebibyte } };
    const large = [await offer(ofOthers.visitor, 180), await offer(ofOthers.visitor, 1)];
    assert.deepEqual(codesOf(large), [null, 'rate_limited']);
  });

  it('are announced in many sessions of one company, which get three quarters of it', async () => {
    const { tenant_id: tenantId } = await database.db
      .selectFrom('sessions')
      .select('tenant_id')
      .where('id', '=', session.started.id)
      .executeTakeFirstOrThrow();
    const file = { ...transferIn({ tenantId }, world.house.now()), bytes: 75 * mebibyte };
    for (const id of ['upl_1', 'upl_2', 'upl_3']) await insertTransfer(database.db, { ...file, id });

    const answers = [
      await offer(session.visitor, 75),
      await offer(session.visitor, 1),
      await offer(ofOthers.visitor, 99),
      await offer(ofOthers.visitor, 1),
    ];

    assert.deepEqual(codesOf(answers), [null, 'spool_full', null, null]);
  });

  it('come in more parts at once than one session may send, all of them slow', async () => {
    const { file } = await session.visitor.offer(text, { bytes: 20 * partBytes });
    const theirs = await ofOthers.visitor.offer(text);
    const sockets: Socket[] = [];
    for (let part = 0; part < 8; part += 1)
      sockets.push(await slowPart(world, session, { id: file.id, part }));

    const put = () => session.visitor.put(file.id, 19, Buffer.alloc(partBytes));
    const refused = await until(async () => {
      const answer = await put();
      return answer.status === 204 ? null : answer;
    }, 'all eight are being read');

    assert.deepEqual([refused.status, refused.code], [503, 'unavailable']);
    assert.equal((await ofOthers.visitor.put(theirs.file.id, 0, text)).status, 204);
    for (const socket of sockets) socket.destroy();
    await until(async () => (await put()).status === 204, 'there is room again');
  });

  it('come in a part that does not move: its connection is closed, and it can be sent again', async () => {
    const other = await openTestDatabase('sqlite');
    const impatient = await openTransfersWorld(other, { partStallMs: 200 });
    const { visitor, ...rest } = await impatient.session();
    const content = randomBytes(partBytes);
    const { file } = await visitor.offer(content, { name: 'a.bin' });

    const socket = await slowPart(impatient, { visitor, ...rest }, { id: file.id, part: 0 });
    await new Promise((resolve) => socket.once('close', resolve));

    assert.deepEqual((await visitor.call('GET', `/${file.id}`)).progress.parts, []);
    await until(async () => (await visitor.put(file.id, 0, content)).status === 204, 'it is sent again');
    assert.deepEqual(impatient.bugs, []);
    await other.close();
  });
});

/** Sends the head and the beginning of a part, and then nothing more. */
const slowPart = async (
  world: TransfersWorld,
  { started, credential, visitorPeer: { keys } }: FileSession,
  { id, part }: { readonly id: string; readonly part: number },
): Promise<Socket> => {
  const path = `/api/sessions/${started.id}/transfers/${id}/parts/${part}`;
  const proof = await visitorProof(world, { method: 'PUT', path, credential, keys });
  const { port, hostname } = new URL(world.origin);
  const socket = connect(Number(port), hostname);
  // What is closed by the other end is resumed to its end.
  socket.on('error', () => undefined).resume();
  const lines = [
    `PUT ${path} HTTP/1.1`,
    'host: x',
    `origin: ${shopOrigin}`,
    `authorization: DPoP ${credential}`,
    `dpop: ${proof}`,
    'content-type: application/octet-stream',
    `content-length: ${partBytes}`,
    `content-digest: ${digestOf(Buffer.alloc(partBytes))}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await new Promise((resolve) => socket.write(Buffer.alloc(5_000), resolve));
  return socket;
};
