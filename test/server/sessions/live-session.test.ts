import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import type { VisitorAdmitted } from '../../../protocol/http/joining.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import type { RoomPeer } from '../../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

const nonce = (letter: string) => letter.repeat(22);
const bytes = (letter: string) => letter.repeat(43);
const point = (letter: string) => letter.repeat(87);

describeOnBothDatabases('a live session', (open) => {
  let house: SessionsHouse;
  let started: Started;
  let admitted: VisitorAdmitted;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  before(async () => {
    house = await openSessionsHouse(await open());
  });
  beforeEach(async () => {
    const earlier = started;
    if (earlier) await house.call('ada', `/api/sessions/${earlier.id}/endings`, { body: {} });
    started = await house.start();
    admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
  });

  test('brings the visitor’s page to the agent, byte for byte', async () => {
    const sent = visitor.sendFrame('page', { flags: 1, epoch: 1 });

    assert.deepEqual(await agent.nextFrame(), sent);
  });

  test('becomes active when the visitor’s site comes in, and tells each side who is there', async () => {
    const { participant, joinedBy } = await agent.next('participant.joined');
    visitor.send({ type: 'sharing.changed', paused: false });
    await agent.next('sharing.changed');

    const { body } = await house.call('ada', `/api/sessions/${started.id}`);
    assert.deepEqual([body.state.name, body.visitorPresent, body.agentPresent], ['active', true, true]);
    assert.deepEqual([participant.role, participant.name, joinedBy], ['visitor', 'Customer', 'link']);
    const seen = visitor.joined?.participants.find(({ role }) => role === 'agent');
    assert.deepEqual([seen?.name, seen?.present, seen?.hpkeKey], ['Ada Agent', true, agent.keys.publicKey]);
    assert.equal(visitor.joined?.grants[0]?.capability, 'view');
  });

  test('keeps everybody’s number when they come again, also after a restart of the server', async () => {
    const again = await house.visitor(started, admitted, { keys: visitor.keys });
    const restarted = await openSessionsHouse(house.database);
    const after = await restarted.visitor(started, admitted, { keys: visitor.keys });

    assert.equal(await visitor.closed, 'replaced');
    assert.deepEqual([again.number, after.number], [visitor.number, visitor.number]);
    assert.deepEqual(
      after.joined?.grants.map((grant) => grant.capability),
      ['view'],
    );
    assert.deepEqual(
      after.joined?.participants.map(({ role, present }) => [role, present]),
      [
        ['agent', false],
        ['visitor', true],
      ],
    );
  });

  test('tells the other side when a connection is lost, and when it is back', async () => {
    visitor.socket.terminate();

    assert.equal((await agent.next('participant.left')).number, visitor.number);
    await house.visitor(started, admitted, { keys: visitor.keys });
    assert.equal((await agent.next('participant.joined')).participant.number, visitor.number);
  });

  test('writes a grant down before anybody is told of it', async () => {
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: true });

    const { grants } = await agent.next('grants.changed');
    const entries = await house.database.db
      .selectFrom('audit_entries')
      .select('detail')
      .where('subject', '=', started.id)
      .where('action', '=', 'grant.changed')
      .execute();
    assert.deepEqual(
      grants.map((grant) => grant.capability),
      ['view', 'control'],
    );
    assert.deepEqual(
      entries.map(({ detail }) => JSON.parse(detail)),
      [{ allowed: true, capability: 'control' }],
    );
  });

  test('lets the agent ask for control, act with it, and give it back', async () => {
    agent.send({ type: 'grant.requested', capability: 'control' });
    assert.equal((await visitor.next('grant.requested')).from, agent.number);
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: true });
    await agent.next('grants.changed');

    const click = agent.sendFrame('input');

    assert.deepEqual(await visitor.nextFrame(), click);
    agent.send({ type: 'grant.released', capability: 'control' });
    await visitor.next('grants.changed');
    const { grants } = await visitor.next('grants.changed');
    assert.deepEqual(
      grants.map((grant) => grant.capability),
      ['view'],
    );
  });

  test('pauses asking for a minute after two refusals', async () => {
    const ask = () => agent.send({ type: 'grant.requested', capability: 'control' });
    for (let times = 0; times < 2; times += 1) {
      ask();
      await visitor.next('grant.requested');
      visitor.send({ type: 'grant.refused', capability: 'control' });
      await agent.next('grant.refused');
    }

    ask();
    await agent.next('grant.refused');
    const { messages } = await visitor.settle();
    house.pass(60_000);
    ask();

    assert.deepEqual(messages, []);
    assert.equal((await visitor.next('grant.requested')).capability, 'control');
  });

  test('answers itself when something is asked for that isn’t offered', async () => {
    agent.send({ type: 'grant.requested', capability: 'console' });

    assert.equal((await agent.next('grant.refused')).capability, 'console');
    assert.deepEqual(
      (await visitor.settle()).messages.filter(({ type }) => type === 'grant.requested'),
      [],
    );
  });

  test('passes nothing on while sharing is paused, and goes on after', async () => {
    visitor.send({ type: 'sharing.changed', paused: true });
    assert.equal((await agent.next('sharing.changed')).paused, true);
    visitor.sendFrame('page');
    await visitor.settle();
    assert.deepEqual((await agent.settle()).frames, []);

    visitor.send({ type: 'sharing.changed', paused: false });
    await agent.next('sharing.changed');
    const sent = visitor.sendFrame('page', { sequence: 1 });

    assert.deepEqual(await agent.nextFrame(), sent);
  });

  test('gives a sealed key to the one agent it is for, if the agent still has that key', async () => {
    const offer = {
      type: 'key.offered',
      to: agent.number,
      generation: 0,
      enc: point('E'),
      sealed: 'c2VhbGVk',
    } as const;
    visitor.send({ ...offer, hpkeKey: point('X') });
    visitor.send({ ...offer, to: 99, hpkeKey: agent.keys.publicKey });
    visitor.send({ ...offer, hpkeKey: agent.keys.publicKey });

    const { from, hpkeKey } = await agent.next('key.offered');
    const others = (await agent.settle()).messages.filter(({ type }) => type === 'key.offered');
    assert.deepEqual([from, hpkeKey, others], [visitor.number, agent.keys.publicKey, []]);
  });

  test('asks the visitor for one keyframe at a time, with the nonce of everybody who waits', async () => {
    agent.send({ type: 'keyframe.requested', nonce: nonce('a') });
    assert.deepEqual((await visitor.next('keyframe.requested')).nonces, [nonce('a')]);
    agent.send({ type: 'keyframe.requested', nonce: nonce('b') });
    await agent.settle();
    const early = (await visitor.settle()).messages.filter(({ type }) => type === 'keyframe.requested');
    visitor.sendFrame('page', { flags: 1, epoch: 2 });

    assert.deepEqual(early, []);
    assert.deepEqual((await visitor.next('keyframe.requested')).nonces, [nonce('b')]);
  });

  test('asks a visitor who comes back for the keyframe that the lost connection owes', async () => {
    agent.send({ type: 'keyframe.requested', nonce: nonce('a') });
    await visitor.next('keyframe.requested');
    visitor.socket.terminate();
    await agent.next('participant.left');

    const again = await house.visitor(started, admitted, { keys: visitor.keys });

    assert.deepEqual((await again.next('keyframe.requested')).nonces, [nonce('a')]);
  });

  test('is over for both at once when the visitor stops', async () => {
    visitor.send({ type: 'end.requested' });

    const told = await agent.next('session.ended');
    assert.deepEqual([told.by, told.reason], ['visitor', 'ended_by_visitor']);
    assert.deepEqual([await agent.closed, await visitor.closed], ['session_ended', 'session_ended']);
    const back = await house.connect(started.id, 'http://shop.test');
    back.send(
      await back.joinMessage({
        role: 'visitor',
        place: 'site',
        credential: admitted.credential,
        keys: visitor.keys,
      }),
    );
    assert.equal(await back.closed, 'session_ended');
  });

  test('is over for both at once when the agent ends it from the panel', async () => {
    await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });

    assert.equal((await visitor.next('session.ended')).reason, 'ended_by_agent');
    assert.equal(await agent.closed, 'session_ended');
  });

  test('ends when both have been away for five minutes, not while one is here', async () => {
    visitor.close();
    await agent.next('participant.left');
    await house.sessions.sweep();
    house.pass(5 * 60_000);
    await house.sessions.sweep();
    assert.notEqual((await house.call('ada', `/api/sessions/${started.id}`)).body.state.name, 'ended');

    agent.close();
    await agent.closed;
    await house.sessions.sweep();
    house.pass(5 * 60_000);
    await house.sessions.sweep();

    assert.equal((await house.call('ada', `/api/sessions/${started.id}`)).body.state.reason, 'both_away');
  });

  test('ends at the company’s longest length, which both know from the start', async () => {
    assert.ok((agent.joined?.endsAt ?? 0) <= house.now() + 4 * 60 * 60_000);
    house.pass(4 * 60 * 60_000);

    await house.sessions.sweep();

    assert.equal((await visitor.next('session.ended')).reason, 'too_long');
  });

  test('ends within a quarter of an hour when the agent loses the role', async () => {
    house.setRoles('ada', []);
    // With time to spare for the next look and for a slow CRM.
    house.pass(14.5 * 60_000);

    await house.sessions.sweep();
    house.setRoles('ada', ['agent']);

    assert.equal((await visitor.next('session.ended')).reason, 'role_lost');
    await house.start('sam');
    const restored = house.database.db
      .updateTable('agents')
      .set({ roles: '["agent"]' })
      .where('name', '=', 'Ada Agent');
    await restored.execute();
  });

  test('ends when the agent signs out, and so do the agent’s invitations', async () => {
    const { agent_id: agentId } = await house.database.db
      .selectFrom('sessions')
      .select('agent_id')
      .where('id', '=', started.id)
      .executeTakeFirstOrThrow();
    const body = { caseId: '35437', proofHash: bytes('A') };
    const invited = (await house.call('ada', '/api/sessions', { body })).body.session;

    await house.sessions.endAllOf({ tenantId: 'acme', agentId });

    assert.equal((await visitor.next('session.ended')).reason, 'signed_out');
    assert.equal((await house.call('ada', `/api/sessions/${invited.id}`)).body.state.reason, 'cancelled');
  });

  test('refuses words in a session that a link opened', async () => {
    visitor.send({ type: 'words.committed', commitment: bytes('c') });

    assert.equal(await visitor.closed, 'forbidden_frame');
  });
});
