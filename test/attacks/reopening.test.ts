import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { VisitorAdmitted } from '../../protocol/http/joining.ts';
import { lifetimes } from '../../server/sessions/lifetimes.ts';
import { openTestDatabase } from '../support/database.ts';
import { newSigningKeys, type RoomPeer } from '../support/room-peer.ts';
import {
  openSessionsHouse,
  type SessionsHouse,
  type Started,
  shopOrigin,
} from '../support/sessions-house.ts';

describe('somebody who wants a session to go on without the other’s yes', () => {
  let house: SessionsHouse;
  let started: Started;
  let admitted: VisitorAdmitted;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  beforeEach(async () => {
    house = await openSessionsHouse(await openTestDatabase('sqlite'));
    started = await house.start();
    admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
    visitor.sendFrame('page', { flags: 1, epoch: 1 });
    await agent.nextFrame();
    visitor.send({ type: 'end.requested' });
    await Promise.all([agent.closed, visitor.closed]);
  });

  const stateOf = async () => (await house.call('ada', `/api/sessions/${started.id}`)).body.state.name;

  test('gets nowhere: the agent who asks, and asks again', async () => {
    agent = await house.again(agent, { over: true });
    visitor = await house.again(visitor, { over: true });
    agent.send({ type: 'reopening.requested' });

    agent.send({ type: 'reopening.requested' });
    // In turn: when this is done, what was before it is done, too.
    agent.send({ type: 'reopening.refused' });

    assert.equal(await visitor.closed, 'session_ended');
    assert.equal(await stateOf(), 'ended');
  });

  test('gets nowhere: the agent who says yes to a visitor who has left the page', async () => {
    visitor = await house.again(visitor, { over: true });
    visitor.send({ type: 'reopening.requested' });
    agent = await house.again(agent, { over: true });
    await agent.next('reopening.requested');
    visitor.close();
    await agent.next('participant.left');

    agent.send({ type: 'reopening.requested' });
    agent.send({ type: 'reopening.refused' });
    await agent.closed;

    assert.equal(await stateOf(), 'ended');
  });

  test('is refused: who comes as if nothing had ended', async () => {
    await assert.rejects(house.again(agent), /session_ended/);
    await assert.rejects(house.again(visitor), /session_ended/);
  });

  test('is refused: a late yes, though the question came in time', async () => {
    agent = await house.again(agent, { over: true });
    visitor = await house.again(visitor, { over: true });
    agent.send({ type: 'reopening.requested' });
    await visitor.next('reopening.requested');
    house.pass(lifetimes.reopenMs);

    visitor.send({ type: 'reopening.requested' });

    assert.equal(await visitor.closed, 'session_ended');
    assert.equal(await stateOf(), 'ended');
  });

  test('is refused: a yes that is said again after the next end', async () => {
    const yes = { type: 'reopening.requested' } as const;
    agent = await house.again(agent, { over: true });
    visitor = await house.again(visitor, { over: true });
    agent.send({ type: 'reopening.requested' });
    await visitor.next('reopening.requested');
    visitor.send(yes);
    await agent.next('session.reopened');
    visitor = await house.again(visitor);
    visitor.send({ type: 'end.requested' });
    await visitor.closed;
    agent = await house.again(agent, { over: true });
    visitor = await house.again(visitor, { over: true });

    visitor.send(yes);
    visitor.send({ type: 'reopening.refused' });

    assert.equal(await agent.closed, 'session_ended');
    assert.equal(await stateOf(), 'ended');
  });

  test('is refused: a copied credential without the key of the page that had it', async () => {
    const { credential } = admitted;
    const thief = await house.connect(started.id, shopOrigin);
    thief.send(
      await thief.joinMessage({
        role: 'visitor',
        place: 'site',
        credential,
        keys: newSigningKeys(),
        over: true,
      }),
    );

    assert.equal(await thief.closed, 'unauthorized');
  });

  test('is refused: somebody of another session, with what is theirs there', async () => {
    const other = await house.start('sam');
    const { credential } = await house.admit(other);
    const stranger = await house.connect(started.id, shopOrigin);
    stranger.send(await stranger.joinMessage({ role: 'visitor', place: 'site', credential, over: true }));

    assert.equal(await stranger.closed, 'unauthorized');
  });

  test('is refused: who asks while the session goes on', async () => {
    const other = await house.start('sam');
    const going = await house.agent(other);
    await house.visitor(other, await house.admit(other));

    going.send({ type: 'reopening.requested' });

    assert.equal(await going.closed, 'not_granted');
  });

  for (const kind of ['page', 'pointer', 'chat'] as const) {
    test(`moves nothing between end and yes: a visitor’s ${kind}`, async () => {
      agent = await house.again(agent, { over: true });
      visitor = await house.again(visitor, { over: true });
      visitor.send({ type: 'reopening.requested' });
      await agent.next('reopening.requested');

      visitor.sendFrame(kind, { flags: 1, epoch: 1 });

      assert.equal(await visitor.closed, 'forbidden_frame');
      assert.deepEqual((await agent.settle()).frames, []);
    });
  }

  test('gets no key between end and yes', async () => {
    agent = await house.again(agent, { over: true });
    visitor = await house.again(visitor, { over: true });

    visitor.send({
      type: 'key.offered',
      to: agent.number,
      generation: 1,
      hpkeKey: agent.keys.publicKey,
      enc: agent.keys.publicKey,
      sealed: 'AAAA',
    });

    assert.equal(await visitor.closed, 'forbidden_frame');
    const { messages } = await agent.settle();
    assert.deepEqual(
      messages.filter(({ type }) => type === 'key.offered'),
      [],
    );
  });
});
