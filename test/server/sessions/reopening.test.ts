import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import type { VisitorAdmitted } from '../../../protocol/http/joining.ts';
import { lifetimes } from '../../../server/sessions/lifetimes.ts';
import { describeOnBothDatabases } from '../../support/database.ts';
import type { RoomPeer } from '../../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';
import { until } from '../../support/until.ts';

describeOnBothDatabases('an end by mistake', (open) => {
  let house: SessionsHouse;
  let started: Started;
  let admitted: VisitorAdmitted;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  before(async () => {
    house = await openSessionsHouse(await open());
  });
  beforeEach(async () => {
    if (started) await house.call('ada', `/api/sessions/${started.id}/endings`, { body: {} });
    started = await house.start();
    admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
    await agent.next('participant.joined');
    // A frame went through: the session is active.
    visitor.sendFrame('page', { flags: 1, epoch: 1 });
    await agent.nextFrame();
  });

  const end = async (by: RoomPeer): Promise<void> => {
    by.send({ type: 'end.requested' });
    await Promise.all([agent.closed, visitor.closed]);
  };
  const wait = async (): Promise<void> => {
    agent = await house.again(agent, { over: true });
    visitor = await house.again(visitor, { over: true });
  };
  const endAndWait = async (by: RoomPeer): Promise<void> => {
    await end(by);
    await wait();
  };
  /** The visitor asks, the agent says yes, and both come again. */
  const reopen = async (): Promise<void> => {
    visitor.send({ type: 'reopening.requested' });
    await agent.next('reopening.requested');
    agent.send({ type: 'reopening.requested' });
    await Promise.all([agent.next('session.reopened'), visitor.next('session.reopened')]);
    agent = await house.again(agent);
    visitor = await house.again(visitor);
  };
  const stateOf = async () => (await house.call('ada', `/api/sessions/${started.id}`)).body.state;
  const actionsOf = async (): Promise<string[]> =>
    (
      await house.database.db
        .selectFrom('audit_entries')
        .select('action')
        .where('subject', '=', started.id)
        .orderBy('sequence')
        .execute()
    ).map(({ action }) => action);

  test('is taken back when the visitor asks and the agent says yes: with the same numbers, and viewing alone', async () => {
    visitor.send({ type: 'grant.changed', capability: 'control', allowed: true });
    await agent.next('grants.changed');
    const numbers = [agent.number, visitor.number];
    const before = await stateOf();
    await endAndWait(visitor);
    assert.equal((await stateOf()).name, 'ended');

    await reopen();

    assert.deepEqual(await stateOf(), before);
    assert.deepEqual([agent.number, visitor.number], numbers);
    assert.deepEqual(
      visitor.joined?.grants.map(({ capability }) => capability),
      ['view'],
    );
    const sent = visitor.sendFrame('page', { flags: 1, epoch: 1, stream: 8n });
    assert.deepEqual(await agent.nextFrame(), sent);
    assert.deepEqual((await actionsOf()).slice(-3), [
      'session.ended',
      'session.reopen_asked',
      'session.reopened',
    ]);
  });

  test('is taken back when the agent asks and the visitor says yes', async () => {
    await endAndWait(agent);

    agent.send({ type: 'reopening.requested' });
    assert.equal((await visitor.next('reopening.requested')).from, agent.number);
    visitor.send({ type: 'reopening.requested' });
    await agent.next('session.reopened');

    assert.deepEqual([await agent.closed, await visitor.closed], ['reopened', 'reopened']);
    assert.equal((await stateOf()).name, 'active');
  });

  test('is taken back when both ask: each says yes to the other', async () => {
    await endAndWait(agent);

    agent.send({ type: 'reopening.requested' });
    visitor.send({ type: 'reopening.requested' });

    await agent.next('session.reopened');
    assert.equal((await stateOf()).name, 'active');
  });

  test('tells whoever comes a little later that the other has asked, and until when', async () => {
    await end(visitor);
    const { endedAt } = await stateOf();
    visitor = await house.again(visitor, { over: true });
    visitor.send({ type: 'reopening.requested' });
    await until(async () => (await actionsOf()).includes('session.reopen_asked'), 'the question');

    agent = await house.again(agent, { over: true });

    const over = endedAt + lifetimes.reopenMs;
    assert.equal((await agent.next('reopening.requested')).from, visitor.number);
    assert.deepEqual([agent.joined?.over, agent.joined?.endsAt, agent.joined?.grants], [true, over, []]);
  });

  test('stands once somebody has said no: nobody is asked again', async () => {
    await endAndWait(agent);
    agent.send({ type: 'reopening.requested' });
    await visitor.next('reopening.requested');

    visitor.send({ type: 'reopening.refused' });

    assert.equal((await agent.next('session.ended')).reason, 'ended_by_agent');
    assert.deepEqual([await agent.closed, await visitor.closed], ['session_ended', 'session_ended']);
    await assert.rejects(house.again(agent, { over: true }), /session_ended/);
    assert.deepEqual((await actionsOf()).slice(-2), ['session.reopen_asked', 'session.reopen_refused']);
  });

  test('asks the other side once, however often it is asked for', async () => {
    await endAndWait(agent);

    for (let times = 0; times < 3; times += 1) agent.send({ type: 'reopening.requested' });
    agent.send({ type: 'reopening.refused' });

    const messages = await visitor.upTo('session.ended');
    assert.equal(messages.filter(({ type }) => type === 'reopening.requested').length, 1);
  });

  test('stands when two minutes are over, and whoever has waited is sent away', async () => {
    await endAndWait(agent);
    agent.send({ type: 'reopening.requested' });
    await visitor.next('reopening.requested');

    house.pass(lifetimes.reopenMs);
    await house.sessions.sweep();

    assert.deepEqual([await agent.closed, await visitor.closed], ['session_ended', 'session_ended']);
    await assert.rejects(house.again(visitor, { over: true }), /session_ended/);
    assert.equal((await stateOf()).name, 'ended');
  });

  test('can be taken back three times, and not a fourth', async () => {
    for (let times = 0; times < 3; times += 1) {
      await endAndWait(visitor);
      await reopen();
    }

    await end(visitor);

    await assert.rejects(house.again(visitor, { over: true }), /session_ended/);
  });

  test('is none when the server ended it: by its longest length, a lost role, a sign-out', async () => {
    await house.sessions.endAllOf(house.refOf('ada'));
    await visitor.closed;

    await assert.rejects(house.again(visitor, { over: true }), /session_ended/);
  });

  test('stands when the agent signs out afterwards', async () => {
    await endAndWait(agent);

    await house.sessions.endAllOf(house.refOf('ada'));

    assert.equal(await visitor.closed, 'session_ended');
    await assert.rejects(house.again(visitor, { over: true }), /session_ended/);
  });

  test('stands when the agent has lost the role meanwhile, whoever asks', async () => {
    await endAndWait(visitor);
    house.setRoles('ada', []);
    // What the CRM said is too old to go by.
    await house.database.db.updateTable('agents').set({ roles_checked_at: 0 }).execute();
    visitor.send({ type: 'reopening.requested' });
    await agent.next('reopening.requested');

    agent.send({ type: 'reopening.requested' });

    assert.equal(await visitor.closed, 'session_ended');
    assert.equal((await stateOf()).name, 'ended');
    house.setRoles('ada', ['agent']);
    await house.sessions.sweep();
    await house.call('ada', '/api/sessions', { body: { caseId: '35436', proofHash: 'A'.repeat(43) } });
  });

  test('stands when the agent has begun another session on the case', async () => {
    await endAndWait(agent);
    const other = await house.start();
    agent.send({ type: 'reopening.requested' });
    await visitor.next('reopening.requested');

    visitor.send({ type: 'reopening.requested' });

    assert.equal(await agent.closed, 'session_ended');
    assert.equal((await stateOf()).name, 'ended');
    await house.call('ada', `/api/sessions/${other.id}/cancellations`, { body: {} });
  });

  test('does not make the session longer than the company allows', async () => {
    const { joinedAt } = await stateOf();
    house.pass(joinedAt + 4 * 60 * 60_000 - 30_000 - house.now());
    await endAndWait(agent);
    house.pass(31_000);
    agent.send({ type: 'reopening.requested' });
    await visitor.next('reopening.requested');

    visitor.send({ type: 'reopening.requested' });

    assert.equal(await agent.closed, 'session_ended');
    assert.equal((await stateOf()).name, 'ended');
  });

  test('is taken back after a restart of the server, too', async () => {
    await end(visitor);
    const restarted = await openSessionsHouse(house.database);
    agent = await restarted.again(agent, { over: true });
    visitor = await restarted.again(visitor, { over: true });

    visitor.send({ type: 'reopening.requested' });
    await agent.next('reopening.requested');
    agent.send({ type: 'reopening.requested' });

    await visitor.next('session.reopened');
    assert.equal((await stateOf()).name, 'active');
  });

  test('was no part of the time that the session took', async () => {
    await endAndWait(visitor);
    house.pass(60_000);
    await reopen();
    await end(visitor);

    const { durationMs } = await stateOf();

    assert.ok(durationMs < 60_000, `${durationMs} ms`);
  });
});
