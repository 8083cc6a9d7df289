import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, describe, test } from 'node:test';
import { recordingInfo, sealedRootsBytes } from '../../protocol/recording.ts';
import { defaultStoragePolicy } from '../../protocol/storage-policy.ts';
import { hpkeOpen, makeHpkeKey } from '../../widgets/seal/hpke.ts';
import { openTestDatabase } from '../support/database.ts';
import { keyRecording } from '../support/recording-key.ts';
import type { RoomPeer } from '../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../support/sessions-house.ts';
import { until } from '../support/until.ts';

describe('whoever wants a recording that is not theirs', () => {
  let house: SessionsHouse;
  let started: Started;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  before(async () => {
    house = await openSessionsHouse(await openTestDatabase('sqlite'));
  });
  beforeEach(async () => {
    house.setStorage(defaultStoragePolicy);
    const earlier = started;
    if (earlier) await house.call('ada', `/api/sessions/${earlier.id}/endings`, { body: {} });
    started = await house.start();
    const admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
    visitor.send({ type: 'grant.changed', capability: 'recording', allowed: true });
    await agent.next('grants.changed');
  });

  const rootsOf = async (sessionId: string) => {
    const { id } = await house.database.db
      .selectFrom('recordings')
      .select('id')
      .where('session_id', '=', sessionId)
      .executeTakeFirstOrThrow();
    return house.database.db
      .selectFrom('recording_roots')
      .selectAll()
      .where('recording_id', '=', id)
      .execute();
  };
  const kept = () =>
    until(
      async () => house.kept.find(({ artifact }) => artifact.sessionId === started.id),
      'the recording is kept',
    );

  test('an agent who says that there is a key is shown out', async () => {
    await keyRecording(house, { visitor: agent, generation: 1 });

    assert.equal(await agent.closed, 'forbidden_frame');
    const begun = await house.database.db
      .selectFrom('recordings')
      .selectAll()
      .where('session_id', '=', started.id)
      .execute();
    assert.deepEqual(begun, []);
  });

  test('a visitor’s roots for another session open nothing of it, and nothing here', async () => {
    const other = await house.start('sam');
    await keyRecording(house, { visitor, generation: 1, sessionId: other.id });
    await agent.next('recording.changed');
    visitor.sendFrame('page', { key: 1, flags: 1 });
    await agent.nextFrame();
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    const { artifact } = await kept();

    const { body } = await house.call('sam', `/api/recordings/${artifact.id}/viewings`, { body: {} });

    assert.deepEqual(body.keys, { heldBy: 'handrail', roots: [] });
    const others = await house.database.db
      .selectFrom('recordings')
      .selectAll()
      .where('session_id', '=', other.id)
      .execute();
    assert.deepEqual(others, []);
  });

  test('roots said once are not replaced by others', async () => {
    await keyRecording(house, { visitor, generation: 1 });
    await agent.next('recording.changed');
    const [first] = await rootsOf(started.id);

    await keyRecording(house, { visitor, generation: 1 });
    visitor.send({ type: 'grant.refused', capability: 'device' });
    await agent.next('grant.refused');

    assert.deepEqual(await rootsOf(started.id), [first]);
  });

  test('roots that nobody allowed to record are not taken', async () => {
    visitor.send({ type: 'grant.changed', capability: 'recording', allowed: false });
    await keyRecording(house, { visitor, generation: 1 });
    visitor.send({ type: 'grant.refused', capability: 'device' });
    await agent.next('grant.refused');

    const begun = await house.database.db
      .selectFrom('recordings')
      .selectAll()
      .where('session_id', '=', started.id)
      .execute();
    assert.deepEqual(begun, []);
  });

  test('a reader of the server’s disk, database and keys opens nothing without the tenant’s key', async () => {
    const own = await makeHpkeKey();
    house.setStorage({ ...defaultStoragePolicy, publicKey: own.publicKey });
    const roots = randomBytes(sealedRootsBytes);
    await keyRecording(house, { visitor, generation: 1, roots });
    await agent.next('recording.changed');
    const frame = visitor.sendFrame('page', { key: 1, flags: 1 });
    await agent.nextFrame();
    const [row] = await rootsOf(started.id);
    assert.ok(row);
    await until(
      async () => everything(house.database.dataFolder).some((file) => file.includes(frame)),
      'the sealed frame is on the disk',
    );

    const secrets = [roots, ...eachRoot(roots)];
    const forms = secrets.flatMap((secret) => [
      secret,
      Buffer.from(secret.toString('hex')),
      Buffer.from(secret.toString('base64url')),
    ]);
    for (const file of everything(house.database.dataFolder)) {
      for (const form of forms) assert.ok(!file.includes(form));
    }
    const info = recordingInfo(started.id, row.visitor, 1);
    await assert.rejects(hpkeOpen(row, await makeHpkeKey(), { info }));
    assert.deepEqual(Buffer.from((await hpkeOpen(row, own, { info })).value), roots);
  });
});

const eachRoot = (roots: Buffer): readonly Buffer[] =>
  [0, 1, 2, 3, 4, 5].map((number) => roots.subarray(8 + 32 * number, 8 + 32 * (number + 1)));

/** Every file there is: the database, its log, the spool, the keys. */
const everything = (folder: string): readonly Buffer[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path));
