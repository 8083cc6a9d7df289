import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import WebSocket from 'ws';
import { type FrameKind, frameKinds, headerBytes, kindRules } from '../../protocol/frame.ts';
import { openTestDatabase } from '../support/database.ts';
import { type RoomPeer, transports } from '../support/room-peer.ts';
import { openSessionsHouse, type SessionsHouse } from '../support/sessions-house.ts';

const kinds = Object.keys(frameKinds) as FrameKind[];

for (const transport of transports) {
  describe(`a participant who sends frames that are not theirs to send (${transport})`, () => {
    let house: SessionsHouse;
    let agent: RoomPeer;
    let visitor: RoomPeer;
    beforeEach(async () => {
      house = await openSessionsHouse(await openTestDatabase('sqlite'), { transport });
      const started = await house.start();
      const admitted = await house.admit(started);
      agent = await house.agent(started);
      visitor = await house.visitor(started, admitted);
    });

    for (const kind of kinds.filter((name) => !kindRules[name].senders.includes('agent'))) {
      test(`is closed: an agent who sends ${kind}`, async () => {
        agent.sendFrame(kind);

        assert.equal(await agent.closed, 'forbidden_frame');
        assert.deepEqual((await visitor.settle()).frames, []);
      });
    }

    test('is closed: a visitor who sends input', async () => {
      visitor.sendFrame('input');

      assert.equal(await visitor.closed, 'forbidden_frame');
      assert.deepEqual((await agent.settle()).frames, []);
    });

    test('is closed: an agent who sends input without control', async () => {
      agent.sendFrame('input');

      assert.equal(await agent.closed, 'not_granted');
      assert.deepEqual((await visitor.settle()).frames, []);
    });

    test('is closed: an agent who sends a file’s content that nobody has accepted', async () => {
      agent.sendFrame('file');

      assert.equal(await agent.closed, 'not_granted');
      assert.deepEqual((await visitor.settle()).frames, []);
    });

    test('goes to nobody: a file’s content once the file was done with, and closes who goes on', async () => {
      visitor.send({ type: 'grant.changed', capability: 'files', allowed: true });
      await agent.next('grants.changed');
      agent.sendFrame('file');
      await visitor.nextFrame();

      visitor.send({ type: 'grant.changed', capability: 'files', allowed: false });
      await visitor.settle();
      agent.sendFrame('file', { sequence: 1 });
      assert.deepEqual((await visitor.settle()).frames, []);
      house.pass(60_000);
      agent.sendFrame('file', { sequence: 2 });

      assert.equal(await agent.closed, 'not_granted');
    });

    for (const kind of ['console', 'call', 'file', 'device'] as const) {
      test(`is closed: a visitor who sends ${kind}, which nobody allowed`, async () => {
        visitor.sendFrame(kind);

        assert.equal(await visitor.closed, 'not_granted');
        assert.deepEqual((await agent.settle()).frames, []);
      });
    }

    test('is closed: who names another as the sender', async () => {
      agent.sendFrame('chat', { sender: visitor.number });

      assert.equal(await agent.closed, 'forged_sender');
      assert.deepEqual((await visitor.settle()).frames, []);
    });

    test('is not heard after control was taken back, and closed when going on', async () => {
      visitor.send({ type: 'grant.changed', capability: 'control', allowed: true });
      await agent.next('grants.changed');
      agent.sendFrame('input');
      await visitor.nextFrame();

      visitor.send({ type: 'grant.changed', capability: 'control', allowed: false });
      await visitor.settle();
      agent.sendFrame('input', { sequence: 1 });
      await agent.settle();
      assert.deepEqual((await visitor.settle()).frames, []);

      house.pass(2000);
      agent.sendFrame('input', { sequence: 2 });
      assert.equal(await agent.closed, 'not_granted');
      assert.deepEqual((await visitor.settle()).frames, []);
    });

    test('is closed: a visitor who goes on sending the page after taking viewing back', async () => {
      visitor.send({ type: 'grant.changed', capability: 'view', allowed: false });
      await agent.next('grants.changed');
      house.pass(2000);
      visitor.sendFrame('page');

      assert.equal(await visitor.closed, 'not_granted');
      assert.deepEqual((await agent.settle()).frames, []);
    });

    test('is closed: unknown kinds, other versions, and less than a header', async () => {
      const header = (change: (bytes: Buffer) => void): Buffer => {
        const bytes = Buffer.alloc(headerBytes + 10);
        bytes.writeUInt8(1, 0);
        bytes.writeUInt8(frameKinds.chat, 1);
        bytes.writeUInt32BE(agent.number, 5);
        change(bytes);
        return bytes;
      };
      agent.socket.send(header((bytes) => bytes.writeUInt8(99, 1)));
      assert.equal(await agent.closed, 'forbidden_frame');
      visitor.socket.send(Buffer.alloc(headerBytes - 1, 1));
      assert.equal(await visitor.closed, 'malformed');
    });

    test('is closed: frames larger than their kind may be', async () => {
      agent.sendFrame('pointer', {}, Buffer.alloc(kindRules.pointer.maxBytes));

      assert.equal(await agent.closed, 'over_limit');
    });

    test('is closed by the transport itself: messages larger than any may be', async () => {
      visitor.sendFrame('page', {}, Buffer.alloc(5 * 1024 * 1024));

      assert.equal(await visitor.closed, '1009');
      assert.deepEqual((await agent.settle()).frames, []);
    });

    test('is closed: more frames a second than a person makes', async () => {
      for (let sequence = 0; sequence < 500 && agent.socket.readyState === WebSocket.OPEN; sequence += 1) {
        agent.sendFrame('chat', { sequence });
      }

      assert.equal(await agent.closed, 'over_limit');
    });
  });
}
