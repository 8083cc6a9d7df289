import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { defaultConsentPolicy } from '../../../protocol/consent-policy.ts';
import { defaultStoragePolicy } from '../../../protocol/storage-policy.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { framesIn } from '../../support/recorded.ts';
import { keyRecording } from '../../support/recording-key.ts';
import type { RoomPeer } from '../../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';
import { until } from '../../support/until.ts';

describeOnBothDatabases('a recording that can’t be', (open) => {
  let database: TestDatabase;
  let house: SessionsHouse;
  let started: Started;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  beforeEach(async () => {
    database = await open();
  });
  const begin = async (options: Parameters<typeof openSessionsHouse>[1] = {}) => {
    house = await openSessionsHouse(database, options);
    started = await house.start();
    const admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
    visitor.send({ type: 'grant.changed', capability: 'recording', allowed: true });
  };
  const state = async () => (await house.call('ada', `/api/sessions/${started.id}`)).body.state;
  const grants = async () => {
    const { grants: text } = await database.db
      .selectFrom('sessions')
      .select('grants')
      .where('id', '=', started.id)
      .executeTakeFirstOrThrow();
    return JSON.parse(text).map(({ capability }: { capability: string }) => capability);
  };
  const kept = () => until(async () => house.kept[0], 'it is kept');

  test('is refused when the spool has no room; the customer is not left believing it, and the session goes on', async () => {
    await begin({ spoolLimitBytes: 1 });

    await keyRecording(house, { visitor, generation: 1 });

    assert.deepEqual(await agent.next('recording.changed'), {
      type: 'recording.changed',
      recording: false,
      problem: 'spool_full',
      elapsedMs: null,
    });
    await until(async () => !(await grants()).includes('recording'), 'the grant is taken back');
    const sent = visitor.sendFrame('page', { key: 1, flags: 1 });
    assert.deepEqual(await agent.nextFrame(), sent);
    assert.equal((await state()).name, 'active');
    assert.deepEqual(await database.db.selectFrom('recordings').selectAll().execute(), []);
  });

  test('is refused where the system has no memory for it, and the session goes on', async () => {
    await begin({ maxWaitingBytes: 2 ** 40 });

    await keyRecording(house, { visitor, generation: 1 });

    assert.equal((await agent.next('recording.changed')).problem, 'recording_unavailable');
    await until(async () => !(await grants()).includes('recording'), 'the grant is taken back');
    const sent = visitor.sendFrame('page', { key: 1, flags: 1 });
    assert.deepEqual(await agent.nextFrame(), sent);
  });

  test('stops when it has become as large as the tenant allows, and is kept up to there', async () => {
    await begin();
    house.setStorage({
      ...defaultStoragePolicy,
      recording: { ...defaultStoragePolicy.recording, maxBytes: 100_000 },
    });
    await keyRecording(house, { visitor, generation: 1 });
    assert.equal((await agent.next('recording.changed')).recording, true);

    const sent = [0, 1, 2].map((sequence) =>
      visitor.sendFrame('page', { key: 1, flags: 1, sequence }, Buffer.alloc(45_000)),
    );

    assert.equal((await agent.next('recording.changed')).problem, 'artifact_too_large');
    const { content } = await kept();
    assert.deepEqual(framesIn(content), sent.slice(0, 2));
    assert.equal((await state()).name, 'active');
  });

  test('is refused with a key that is not the tenant’s', async () => {
    await begin();
    const other = await house.call('eve', '/api/recording-key');

    await keyRecording(house, { visitor, generation: 1, key: other.body });

    assert.equal((await agent.next('recording.changed')).problem, 'recording_unavailable');
    await until(async () => !(await grants()).includes('recording'), 'the grant is taken back');
    assert.deepEqual(await database.db.selectFrom('recording_roots').selectAll().execute(), []);
  });

  test('is refused at its start where it could not be kept: nothing of it is written', async () => {
    await begin();
    house.setStorage({ ...defaultStoragePolicy, region: 'eu-central-1' });

    await keyRecording(house, { visitor, generation: 1 });

    const { recording, problem } = await agent.next('recording.changed');
    assert.deepEqual([recording, problem], [false, 'region_refused']);
    await until(async () => !(await grants()).includes('recording'), 'the grant is taken back');
    assert.deepEqual(await database.db.selectFrom('recordings').selectAll().execute(), []);
  });

  test('is none by a policy that came later: it is kept as was decided when it began', async () => {
    await begin();
    const { recording } = defaultStoragePolicy;
    house.setStorage({ ...defaultStoragePolicy, recording: { ...recording, retentionDays: 7 } });
    await keyRecording(house, { visitor, generation: 1 });
    assert.equal((await agent.next('recording.changed')).recording, true);
    const sent = visitor.sendFrame('page', { key: 1, flags: 1 });
    await agent.nextFrame();
    house.setStorage({
      ...defaultStoragePolicy,
      region: 'eu-central-1',
      crmRegion: 'eu-central-1',
      recording: { ...recording, target: 'crm', sealing: 'tenant', retentionDays: 30, maxBytes: 1 },
    });

    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });

    assert.deepEqual(framesIn((await kept()).content), [sent]);
    const row = await database.db.selectFrom('artifacts').selectAll().executeTakeFirstOrThrow();
    const days = (row.expires_at - row.created_at) / (24 * 60 * 60_000);
    assert.deepEqual([row.target, row.sealing, days], ['disk', 'handrail', 7]);
    await until(
      async () => (await database.db.selectFrom('recordings').select('id').execute()).length === 0,
      'nothing waits any more',
    );
  });

  test('ends the session where the tenant has none without', async () => {
    await begin({ spoolLimitBytes: 1 });
    await house.setPolicy({ ...defaultConsentPolicy, recording: 'required' });

    await keyRecording(house, { visitor, generation: 1 });

    const { by, reason } = await agent.next('session.ended');
    assert.deepEqual([by, reason], ['server', 'not_recorded']);
  });

  test('ends the session where the tenant has none without, when the customer takes it back', async () => {
    await begin();
    await house.setPolicy({ ...defaultConsentPolicy, recording: 'required' });
    await keyRecording(house, { visitor, generation: 1 });
    await agent.next('recording.changed');
    const sent = visitor.sendFrame('chat', { key: 1 });
    visitor.send({ type: 'grant.changed', capability: 'recording', allowed: false });

    const { by, reason } = await agent.next('session.ended');
    assert.deepEqual([by, reason], ['visitor', 'ended_by_visitor']);
    assert.deepEqual(framesIn((await kept()).content), [sent]);
  });

  test('waits in its file while nothing can be kept, and is there exactly once afterwards', async () => {
    let isBroken = true;
    await begin({
      beforeKeeping: async () => {
        if (isBroken) throw new Error('the storage’s spool is not to be written');
      },
    });
    await keyRecording(house, { visitor, generation: 1 });
    await agent.next('recording.changed');
    const sent = visitor.sendFrame('page', { key: 1, flags: 1 });
    await agent.nextFrame();
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    await until(async () => house.logged.length > 0, 'it is said that it could not be kept');
    isBroken = false;

    house.pass(60_000);
    await house.sessions.sweep();
    await house.sessions.sweep();

    assert.deepEqual(
      house.kept.map(({ content }) => framesIn(content)),
      [[sent]],
    );
    assert.deepEqual(await database.db.selectFrom('recordings').selectAll().execute(), []);
  });

  test('is not believed in when no key comes for the page that passes, and the session goes on', async () => {
    await begin();
    await agent.next('grants.changed');
    visitor.sendFrame('page', { key: 1, flags: 1 });
    await agent.nextFrame();

    house.pass(15_000);
    await house.sessions.sweep();

    const { recording, problem } = await agent.next('recording.changed');
    assert.deepEqual([recording, problem], [false, 'recording_unavailable']);
    await until(async () => !(await grants()).includes('recording'), 'the grant is taken back');
    const sent = visitor.sendFrame('page', { key: 1, flags: 1, sequence: 1 });
    assert.deepEqual(await agent.nextFrame(), sent);
    assert.equal((await state()).name, 'active');
  });

  test('has time for its key, and none is owed while sharing is paused or the customer away', async () => {
    await begin();
    await agent.next('grants.changed');
    const showUnkeyed = async () => {
      visitor.sendFrame('page', { key: 1, flags: 1 });
      await agent.nextFrame();
    };
    await showUnkeyed();
    house.pass(14_000);
    await house.sessions.sweep();
    visitor.send({ type: 'sharing.changed', paused: true });
    await agent.next('sharing.changed');
    house.pass(15_000);
    await house.sessions.sweep();
    visitor.send({ type: 'sharing.changed', paused: false });
    await agent.next('sharing.changed');
    await showUnkeyed();
    visitor.socket.close();
    await agent.next('participant.left');
    house.pass(15_000);
    await house.sessions.sweep();
    visitor = await house.again(visitor);

    await keyRecording(house, { visitor, generation: 2 });

    // The first that the agents hear of it: it was not taken away before.
    assert.equal((await agent.next('recording.changed')).recording, true);
  });

  test('is not believed in when a later key never comes', async () => {
    await begin();
    await keyRecording(house, { visitor, generation: 1 });
    assert.equal((await agent.next('recording.changed')).recording, true);
    const sent = visitor.sendFrame('page', { key: 1, flags: 1 });
    visitor.sendFrame('page', { key: 2, flags: 1 });
    for (const _ of [1, 2]) await agent.nextFrame();

    house.pass(15_000);
    await house.sessions.sweep();

    assert.equal((await agent.next('recording.changed')).problem, 'recording_unavailable');
    assert.deepEqual(framesIn((await kept()).content), [sent]);
  });

  test('stops when the company does not offer it any more', async () => {
    await begin();
    await keyRecording(house, { visitor, generation: 1 });
    await agent.next('recording.changed');
    const sent = visitor.sendFrame('chat', { key: 1 });
    await agent.nextFrame();
    await house.setPolicy({ ...defaultConsentPolicy, recording: 'not_offered' });
    visitor.sendFrame('chat', { key: 1, sequence: 1 });

    const { content } = await kept();
    assert.deepEqual(framesIn(content), [sent]);
    assert.equal((await agent.next('recording.changed')).recording, false);
  });
});
