import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { type FrameKind, frameFlags } from '../../../protocol/frame.ts';
import { type RecordingIndex, recordedKinds } from '../../../protocol/recording.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import { eventsIn, framesIn } from '../../support/recorded.ts';
import { keyRecording } from '../../support/recording-key.ts';
import type { RoomPeer } from '../../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';
import { until } from '../../support/until.ts';

describeOnBothDatabases('a recording', (open) => {
  let house: SessionsHouse;
  let started: Started;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  before(async () => {
    house = await openSessionsHouse(await open());
  });
  beforeEach(async () => {
    const earlier = started;
    if (earlier) await house.call('ada', `/api/sessions/${earlier.id}/endings`, { body: {} });
    started = await house.start();
    const admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
  });

  const allow = (capability: 'recording' | 'control' | 'console' | 'files', allowed = true) =>
    visitor.send({ type: 'grant.changed', capability, allowed });
  const granted = async (capability: string) => {
    for (;;) {
      const { grants } = await agent.next('grants.changed');
      if (grants.some((grant) => grant.capability === capability)) return;
    }
  };
  const keyed = async (generation: number) => {
    await keyRecording(house, { visitor, generation });
    // Messages are acted on in their order: this one is passed on after the roots are written down.
    visitor.send({ type: 'grant.refused', capability: 'device' });
    await agent.next('grant.refused');
  };
  const record = async (generation = 1) => {
    allow('recording');
    await keyRecording(house, { visitor, generation });
    assert.equal((await agent.next('recording.changed')).recording, true);
  };
  const kept = () =>
    until(
      async () => house.kept.find(({ artifact }) => artifact.sessionId === started.id),
      'the recording is kept',
    );
  const ended = async () => {
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    return kept();
  };
  const actions = async () => {
    const entries = await house.database.db
      .selectFrom('audit_entries')
      .select(['action', 'actor', 'detail'])
      .where('subject', '=', started.id)
      .orderBy('sequence')
      .execute();
    return entries
      .filter(({ action }) => action.startsWith('recording.'))
      .map(({ action, actor, detail }) => ({ action, by: actor.split(':')[0], ...JSON.parse(detail) }));
  };

  test('has the frames that passed, byte for byte, in their order', async () => {
    await record();

    const sent = [
      visitor.sendFrame('page', { key: 1, flags: frameFlags.keyframe, epoch: 1 }),
      visitor.sendFrame('asset', { key: 1 }),
      visitor.sendFrame('page', { key: 1, epoch: 1, sequence: 1 }),
      visitor.sendFrame('chat', { key: 1 }),
    ];
    for (const _ of sent) await agent.nextFrame();
    sent.push(agent.sendFrame('pointer', { key: 1 }), agent.sendFrame('drawing', { key: 1 }));
    await agent.settle();

    const { content, artifact } = await ended();
    assert.deepEqual(framesIn(content), sent);
    assert.deepEqual([artifact.kind, artifact.caseId, artifact.tenantId], ['recording', '35436', 'acme']);
    const index: RecordingIndex | undefined = artifact.recording?.index;
    assert.deepEqual(
      index?.keyframes.map(({ generation, stream }) => [generation, stream]),
      [[1, '7']],
    );
    assert.deepEqual(index?.events, eventsIn(content));
    assert.deepEqual(
      index?.events.map(({ type }) => type),
      ['participant.joined', 'participant.joined', 'grant.changed', 'grant.changed'],
    );
  });

  test('has nothing of kinds that are never recorded, whatever is granted', async () => {
    await record();
    allow('control');
    allow('files');
    await granted('files');

    const sent = new Set<FrameKind>();
    for (const kind of ['input', 'file'] as const) {
      agent.sendFrame(kind, { key: 1 }, Buffer.from('never to be kept'));
      await visitor.nextFrame();
      sent.add(kind);
    }
    const last = visitor.sendFrame('chat', { key: 1 });
    await agent.nextFrame();

    const { content } = await ended();
    assert.deepEqual(framesIn(content), [last]);
    assert.ok(!content.includes('never to be kept'));
    assert.ok([...sent].every((kind) => !(recordedKinds as readonly FrameKind[]).includes(kind)));
  });

  test('has nothing of a generation whose roots were not sealed to it', async () => {
    await record(1);

    visitor.sendFrame('page', { key: 0, flags: frameFlags.keyframe });
    visitor.sendFrame('page', { key: 2, flags: frameFlags.keyframe });
    const sent = visitor.sendFrame('page', { key: 1, flags: frameFlags.keyframe });
    await visitor.settle();

    assert.deepEqual(framesIn((await ended()).content), [sent]);
  });

  test('goes on with the next generation, once its roots are there', async () => {
    await record(1);
    const first = visitor.sendFrame('chat', { key: 1 });
    visitor.sendFrame('chat', { key: 2, stream: 8n });
    await keyed(2);
    const rows = await house.database.db
      .selectFrom('recording_roots')
      .select('generation')
      .where('tenant_id', '=', 'acme')
      .execute();
    const second = visitor.sendFrame('chat', { key: 2, stream: 8n, sequence: 1 });
    await visitor.settle();

    assert.ok(rows.some(({ generation }) => generation === 2));
    const { content } = await ended();
    assert.deepEqual(framesIn(content), [first, second]);
    assert.equal(house.kept.filter(({ artifact }) => artifact.sessionId === started.id).length, 1);
  });

  test('has not the next frame after the customer has taken it back, in the same breath', async () => {
    await record();
    const sent = visitor.sendFrame('chat', { key: 1 });
    allow('recording', false);
    visitor.sendFrame('chat', { key: 1, sequence: 1 }, Buffer.from('said when it was over'));
    await agent.nextFrame();

    const { content } = await kept();
    assert.deepEqual(framesIn(content), [sent]);
    assert.ok(!content.includes('said when it was over'));
    assert.equal((await agent.next('recording.changed')).recording, false);
    assert.deepEqual(
      (await actions()).map(({ action, by, why }) => [action, by, why]),
      [
        ['recording.started', 'visitor', undefined],
        ['recording.stopped', 'visitor', 'withdrawn'],
      ],
    );
    const { body } = await house.call('ada', `/api/sessions/${started.id}`);
    assert.equal(body.state.name, 'active');
  });

  test('is stopped by the agent, too', async () => {
    await record();
    visitor.sendFrame('chat', { key: 1 });
    await agent.nextFrame();
    agent.send({ type: 'grant.released', capability: 'recording' });

    await kept();
    const stopped = (await actions()).at(-1);
    assert.deepEqual([stopped?.action, stopped?.by], ['recording.stopped', 'agent']);
  });

  test('has nothing of a pause, and is one with what follows', async () => {
    await record();
    const first = visitor.sendFrame('chat', { key: 1 });
    visitor.send({ type: 'sharing.changed', paused: true });
    visitor.sendFrame('chat', { key: 1, sequence: 1 }, Buffer.from('said in the pause'));
    visitor.send({ type: 'sharing.changed', paused: false });
    await keyed(2);
    const second = visitor.sendFrame('chat', { key: 2, stream: 8n });
    await visitor.settle();

    const { content, artifact } = await ended();
    assert.deepEqual(framesIn(content), [first, second]);
    assert.ok(!content.includes('said in the pause'));
    const pauses = artifact.recording?.index.events.flatMap((event) =>
      event.type === 'sharing.changed' ? [event.paused] : [],
    );
    assert.deepEqual(pauses, [true, false]);
  });

  test('begins anew when it was stopped and allowed again', async () => {
    await record(1);
    const first = visitor.sendFrame('chat', { key: 1 });
    allow('recording', false);
    await agent.next('recording.changed');
    await kept();
    await record(2);
    const second = visitor.sendFrame('chat', { key: 2, stream: 8n });
    await visitor.settle();
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });

    const both = await until(async () => {
      const found = house.kept.filter(({ artifact }) => artifact.sessionId === started.id);
      return found.length === 2 && found;
    }, 'both are kept');
    assert.deepEqual(
      both.map(({ content }) => framesIn(content)),
      [[first], [second]],
    );
    assert.notEqual(both[0]?.artifact.id, both[1]?.artifact.id);
  });

  test('does not begin without a key, and is not kept without a frame', async () => {
    allow('recording');
    await agent.next('grants.changed');
    visitor.sendFrame('page', { key: 1, flags: frameFlags.keyframe });
    await agent.nextFrame();
    const rows = () =>
      house.database.db
        .selectFrom('recordings')
        .selectAll()
        .where('tenant_id', '=', 'acme')
        .where('session_id', '=', started.id)
        .execute();
    assert.deepEqual(await rows(), []);

    await keyRecording(house, { visitor, generation: 2 });
    await agent.next('recording.changed');
    const [row] = await rows();
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });

    await until(async () => (await rows()).length === 0, 'it is forgotten');
    assert.deepEqual(
      house.kept.filter(({ artifact }) => artifact.sessionId === started.id),
      [],
    );
    const roots = await house.database.db
      .selectFrom('recording_roots')
      .selectAll()
      .where('tenant_id', '=', 'acme')
      .where('recording_id', '=', row?.id ?? '')
      .execute();
    assert.deepEqual(roots, []);
  });

  test('asks for a whole page where no viewer did', async () => {
    await record();

    const { nonces } = await visitor.next('keyframe.requested');

    assert.deepEqual(nonces, []);
  });

  test('is told of to an agent who comes while it goes on, with how long that has been', async () => {
    await record();
    house.pass(75_000);
    const again = await house.agent(started);

    const { elapsedMs, ...said } = await again.next('recording.changed');
    assert.deepEqual(said, { type: 'recording.changed', recording: true, problem: null });
    // The house's clock goes on.
    assert.ok(typeof elapsedMs === 'number' && elapsedMs >= 75_000 && elapsedMs < 135_000, `${elapsedMs}`);
  });

  test('is among what the session’s summary says was used', async () => {
    await record();
    visitor.sendFrame('chat', { key: 1 });
    await agent.nextFrame();
    await ended();

    const { summary } = await house.database.db
      .selectFrom('write_backs')
      .select('summary')
      .where('session_id', '=', started.id)
      .executeTakeFirstOrThrow();
    assert.ok(JSON.parse(summary).features.includes('recording'));
    assert.ok(JSON.parse(summary).consents.includes('recording'));
  });
});
