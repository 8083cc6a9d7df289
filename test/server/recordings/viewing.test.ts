import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import * as v from 'valibot';
import { Viewing } from '../../../protocol/http/artifacts.ts';
import { recordingInfo } from '../../../protocol/recording.ts';
import { defaultStoragePolicy } from '../../../protocol/storage-policy.ts';
import { hpkeOpen, makeHpkeKey } from '../../../widgets/seal/hpke.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import { keyRecording, recordingKeyOf } from '../../support/recording-key.ts';
import type { RoomPeer } from '../../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';
import { until } from '../../support/until.ts';

describeOnBothDatabases('viewing a recording', (open) => {
  let house: SessionsHouse;
  let started: Started;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  before(async () => {
    house = await openSessionsHouse(await open());
  });
  beforeEach(async () => {
    house.setStorage(defaultStoragePolicy);
    started = await house.start();
    const admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
    visitor.send({ type: 'grant.changed', capability: 'recording', allowed: true });
  });

  const recorded = async () => {
    await agent.next('recording.changed');
    visitor.sendFrame('page', { key: 1, flags: 1 });
    await agent.nextFrame();
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    const isOurs = ({ artifact }: SessionsHouse['kept'][number]) => artifact.sessionId === started.id;
    return until(async () => house.kept.find(isOurs), 'the recording is kept');
  };
  const view = (who: 'ada' | 'sam' | 'eve' | null, id: string) =>
    house.call(who, `/api/recordings/${id}/viewings`, { body: {} });
  const viewings = async (id: string) => {
    const entries = await house.database.db
      .selectFrom('audit_entries')
      .select(['actor', 'detail'])
      .where('action', '=', 'recording.viewed')
      .execute();
    return entries.filter(({ detail }) => JSON.parse(detail).recording === id).map(({ actor }) => actor);
  };

  test('a supervisor gets the roots that the customer sealed, and each time is in the audit log', async () => {
    const roots = await keyRecording(house, { visitor, generation: 1 });
    const { artifact } = await recorded();

    const first = await view('sam', artifact.id);
    const second = await view('sam', artifact.id);

    assert.deepEqual([first.status, second.status], [201, 201]);
    const { keys, index, startedAt, artifact: shown } = v.parse(Viewing, first.body);
    assert.deepEqual(keys, {
      heldBy: 'handrail',
      roots: [{ generation: 1, visitor: visitor.number, roots: roots.toString('base64url') }],
    });
    assert.deepEqual([shown.id, shown.kind, shown.durationMs], [artifact.id, 'recording', index.durationMs]);
    assert.deepEqual([startedAt, index], [artifact.recording?.startedAt, artifact.recording?.index]);
    assert.deepEqual(await viewings(artifact.id), [
      `agent:${house.refOf('sam').agentId}`,
      `agent:${house.refOf('sam').agentId}`,
    ]);
  });

  test('the content is what was recorded', async () => {
    await keyRecording(house, { visitor, generation: 1 });
    const { artifact, content } = await recorded();

    const answer = await fetch(`${house.origin}/api/artifacts/${artifact.id}/content`, {
      headers: { authorization: 'Bearer sam' },
    });

    assert.equal(answer.status, 200);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), content);
  });

  test('whoever may not gets nothing, and nobody learns that it is there', async () => {
    await keyRecording(house, { visitor, generation: 1 });
    const { artifact } = await recorded();

    const answers = await Promise.all([
      view('ada', artifact.id),
      view(null, artifact.id),
      view('eve', artifact.id),
    ]);

    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.code]),
      [
        [403, 'missing_role'],
        [401, 'unauthorized'],
        [404, 'not_found'],
      ],
    );
    assert.deepEqual(await viewings(artifact.id), []);
  });

  test('with the tenant’s own key only the tenant opens it: the server hands out what it can’t read', async () => {
    const own = await makeHpkeKey();
    house.setStorage({ ...defaultStoragePolicy, publicKey: own.publicKey });
    const told = await recordingKeyOf(house);
    const roots = await keyRecording(house, { visitor, generation: 1 });
    const { artifact } = await recorded();

    const { status, body } = await view('sam', artifact.id);

    assert.equal(status, 201);
    const { keys } = v.parse(Viewing, body);
    assert.ok(keys.heldBy === 'tenant');
    assert.deepEqual([told.heldBy, told.publicKey, keys.key], ['tenant', own.publicKey, told.fingerprint]);
    assert.equal(keys.dataKey, null);
    const [sealed] = keys.roots;
    assert.ok(sealed);
    const info = recordingInfo(started.id, visitor.number, 1);
    const opened = await hpkeOpen(sealed, own, { info });
    assert.deepEqual(Buffer.from(opened.value), roots);
    assert.ok(!JSON.stringify(body).includes(roots.toString('base64url')));
  });

  test('where the tenant’s key seals at rest, too, the sealed data key comes along', async () => {
    const own = await makeHpkeKey();
    house.setStorage({
      ...defaultStoragePolicy,
      publicKey: own.publicKey,
      recording: { ...defaultStoragePolicy.recording, sealing: 'tenant' },
    });
    await keyRecording(house, { visitor, generation: 1 });
    const { artifact } = await recorded();

    const { keys } = v.parse(Viewing, (await view('sam', artifact.id)).body);

    assert.ok(keys.heldBy === 'tenant' && keys.dataKey !== null);
    const info = `handrail/1 artifact|acme|${artifact.id}`;
    assert.equal((await hpkeOpen(keys.dataKey, own, { info })).value.length, 32);
  });

  test('an earlier recording is still opened after the tenant has decided on a key of its own', async () => {
    const roots = await keyRecording(house, { visitor, generation: 1 });
    const { artifact } = await recorded();
    house.setStorage({ ...defaultStoragePolicy, publicKey: (await makeHpkeKey()).publicKey });

    const { keys } = v.parse(Viewing, (await view('sam', artifact.id)).body);

    assert.ok(keys.heldBy === 'handrail');
    assert.equal(keys.roots[0]?.roots, roots.toString('base64url'));
  });

  test('one that was deleted is not opened, and its roots are gone', async () => {
    await keyRecording(house, { visitor, generation: 1 });
    const { artifact } = await recorded();
    const deleted = await house.call('ann', `/api/artifacts/${artifact.id}`, { method: 'DELETE' });

    const answer = await view('sam', artifact.id);

    assert.equal(deleted.status, 200);
    assert.equal(answer.body.code, 'artifact_deleted');
    const roots = await house.database.db
      .selectFrom('recording_roots')
      .selectAll()
      .where('recording_id', '=', artifact.id)
      .execute();
    assert.deepEqual(roots, []);
  });

  test('the key is told to a live view and to who may record, and to nobody else', async () => {
    const token = await house.liveToken(started);

    const [live, signedIn, without, nobody] = await Promise.all([
      house.call(null, '/api/recording-key', { bearer: token }),
      house.call('ada', '/api/recording-key'),
      house.call('nora', '/api/recording-key'),
      house.call(null, '/api/recording-key'),
    ]);

    assert.deepEqual([live.status, signedIn.status, without.status, nobody.status], [200, 200, 403, 401]);
    assert.deepEqual(live.body, signedIn.body);
    assert.deepEqual(Object.keys(live.body).sort(), ['fingerprint', 'heldBy', 'publicKey']);
    const other = await house.call('eve', '/api/recording-key');
    assert.notEqual(other.body.publicKey, live.body.publicKey);
  });
});
