import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { openTestDatabase } from '../../support/database.ts';
import { type RoomPeer, transports } from '../../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse, type Started } from '../../support/sessions-house.ts';

const megabyte = Buffer.alloc(1024 * 1024);

for (const transport of transports) {
  describe(`the relay (${transport})`, () => {
    let house: SessionsHouse;
    let started: Started;
    let agent: RoomPeer;
    let visitor: RoomPeer;
    beforeEach(async () => {
      house = await openSessionsHouse(await openTestDatabase('sqlite'), { transport });
      started = await house.start();
      const admitted = await house.admit(started);
      agent = await house.agent(started);
      visitor = await house.visitor(started, admitted);
    });

    test('keeps the frames of one session out of every other', async () => {
      const other = await house.start('eve');
      const otherAgent = await house.agent(other);

      visitor.sendFrame('page', { flags: 1 });
      await agent.nextFrame();

      assert.deepEqual((await otherAgent.settle()).frames, []);
    });

    test('keeps a slow agent’s memory bounded, and brings it back by one keyframe', async () => {
      agent.socket.pause();
      let sequence = 0;
      const tired = async () => {
        for (let times = 0; times < 8; times += 1)
          visitor.sendFrame('page', { sequence: sequence++ }, megabyte);
        await visitor.settle();
        house.pass(1000);
      };
      for (let times = 0; times < 4; times += 1) await tired();

      agent.socket.resume();
      const asked = await visitor.next('keyframe.requested');
      const keyframe = visitor.sendFrame('page', { flags: 1, epoch: 2, sequence });
      let last = await agent.nextFrame();
      let received = 1;
      while (!last.equals(keyframe)) {
        last = await agent.nextFrame();
        received += 1;
      }

      assert.deepEqual(asked.nonces, []);
      assert.ok(received < sequence / 2, `${received} of ${sequence} reached a reader that did not read`);
    });

    test('ends a connection that gives no sign of life, and no other', async () => {
      // The second answer comes after the answer to the server's own ping has.
      const answered = async (peer: RoomPeer) => {
        await peer.settle();
        await peer.settle();
      };
      for (let times = 0; times < 2; times += 1) {
        house.sessions.beat();
        await Promise.all([answered(visitor), answered(agent)]);
      }

      visitor.socket.pause();
      house.sessions.beat();
      await answered(agent);
      house.sessions.beat();

      assert.equal((await agent.next('participant.left')).number, visitor.number);
      visitor.socket.resume();
      await visitor.closed;
    });

    test('tells everybody before it moves, lets nobody new in, and closes who stays', async () => {
      const moved = house.sessions.drain(0);

      await visitor.next('server.moving');
      assert.equal(await visitor.closed, 'server_moving');
      assert.equal(await agent.closed, 'server_moving');
      await moved;
      await assert.rejects(house.connect(started.id), /answered 503/);
      const { body } = await house.call('ada', `/api/sessions/${started.id}`);
      assert.notEqual(body.state.name, 'ended');
    });
  });
}
