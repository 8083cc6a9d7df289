import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { protocolVersion } from '../../protocol/version.ts';
import { openTestDatabase } from '../support/database.ts';
import { newSigningKeys, transports } from '../support/room-peer.ts';
import {
  openSessionsHouse,
  type SessionsHouse,
  type Started,
  shopOrigin,
} from '../support/sessions-house.ts';

for (const transport of transports) {
  describe(`somebody at the door of a room (${transport})`, () => {
    let house: SessionsHouse;
    let started: Started;
    let credential: string;
    beforeEach(async () => {
      house = await openSessionsHouse(await openTestDatabase('sqlite'), { transport });
      started = await house.start();
      ({ credential } = await house.admit(started));
    });

    test('is closed from a page of a foreign origin, before being asked anything', async () => {
      for (const origin of [
        'http://evil.test',
        'null',
        'http://other-shop.test',
        `${shopOrigin}.evil.test`,
      ]) {
        const peer = await house.connect(started.id, origin);

        assert.equal(await peer.closed, 'origin_refused', origin);
      }
    });

    test('is refused without an origin, and at any other address', async () => {
      await assert.rejects(house.connect(started.id, ''), /answered 403/);
      await assert.rejects(house.connect('ses_short'), /answered 404/);
      await assert.rejects(house.connect(`${started.id}?token=${credential}`), /answered 404/);
    });

    test('is closed on the company’s site when saying to be the agent or on our own page', async () => {
      const asAgent = await house.connect(started.id, shopOrigin);
      asAgent.send(await asAgent.joinMessage({ role: 'agent', place: 'live', credential }));
      const asJoinPage = await house.connect(started.id, shopOrigin);
      asJoinPage.send(await asJoinPage.joinMessage({ role: 'visitor', place: 'join', credential }));
      const asSite = await house.connect(started.id);
      asSite.send(await asSite.joinMessage({ role: 'visitor', place: 'site', credential }));

      assert.deepEqual(
        [await asAgent.closed, await asJoinPage.closed, await asSite.closed],
        ['origin_refused', 'origin_refused', 'origin_refused'],
      );
    });

    test('is closed without a credential in time', async () => {
      const impatient = await openSessionsHouse(house.database, { joinWithinMs: 50, transport });
      const peer = await impatient.connect(started.id, shopOrigin);

      assert.equal(await peer.closed, 'unauthorized');
    });

    test('is closed with a made-up credential, or a visitor’s where an agent’s is needed', async () => {
      const guessing = await house.connect(started.id, shopOrigin);
      guessing.send(
        await guessing.joinMessage({ role: 'visitor', place: 'site', credential: 'A'.repeat(43) }),
      );
      const forging = await house.connect(started.id);
      forging.send(await forging.joinMessage({ role: 'agent', place: 'live', credential }));

      assert.deepEqual([await guessing.closed, await forging.closed], ['unauthorized', 'unauthorized']);
    });

    test('is closed with a copied credential, once the visitor’s site has come with its own key', async () => {
      const site = await house.visitor(started, { credential, visitorId: '' });
      const thief = await house.connect(started.id, shopOrigin);
      thief.send(await thief.joinMessage({ role: 'visitor', place: 'site', credential }));

      assert.equal(await thief.closed, 'unauthorized');
      await site.settle();
    });

    test('is closed with the signature of another challenge, or of another key', async () => {
      const first = await house.connect(started.id, shopOrigin);
      const replayed = await first.joinMessage({ role: 'visitor', place: 'site', credential });
      const second = await house.connect(started.id, shopOrigin);
      second.send(replayed);
      const third = await house.connect(started.id, shopOrigin);
      const own = await third.joinMessage({ role: 'visitor', place: 'site', credential });
      third.send({ ...own, publicKey: newSigningKeys().publicKey });

      assert.deepEqual([await second.closed, await third.closed], ['unauthorized', 'unauthorized']);
    });

    test('is told of another version, whatever else that version’s first message has', async () => {
      const peer = await house.connect(started.id, shopOrigin);
      peer.socket.send(
        JSON.stringify({ type: 'join.requested', version: protocolVersion + 1, new: 'field' }),
      );

      assert.equal(await peer.closed, 'version_refused');
    });

    test('is closed for anything else in place of joining', async () => {
      const says = async (message: string | Buffer): Promise<string> => {
        const peer = await house.connect(started.id, shopOrigin);
        await peer.next('challenged');
        peer.socket.send(message);
        return peer.closed;
      };

      assert.equal(await says('not json'), 'malformed');
      assert.equal(await says('{"type":"join.requested","version":1}'), 'malformed');
      assert.equal(await says('{"type":"end.requested"}'), 'unauthorized');
      assert.equal(await says(Buffer.alloc(60)), 'unauthorized');
    });

    test('is cut off for sending more than anybody needs to say who they are', async () => {
      const peer = await house.connect(started.id, shopOrigin);
      await peer.next('challenged');

      peer.socket.send(Buffer.alloc(3 * 1024 * 1024));

      assert.equal(await peer.closed, '1006');
    });

    test('gets no further connection while a hundred from the same address have not said who they are', async () => {
      const visitor = await house.visitor(started, { credential, visitorId: '' });
      const strangers = await Promise.all(
        Array.from({ length: 100 }, () => house.connect(started.id, shopOrigin)),
      );

      await assert.rejects(house.connect(started.id, shopOrigin), /answered 429/);
      strangers[0]?.socket.terminate();
      await strangers[0]?.closed;
      await visitor.settle();

      await house.connect(started.id, shopOrigin);
    });

    test('is closed for malformed and oversized messages once in', async () => {
      const agent = await house.agent(started);
      agent.socket.send('{"type":"end.requested","by":"server"}');
      assert.equal(await agent.closed, 'malformed');
      const visitor = await house.visitor(started, { credential, visitorId: '' });
      visitor.socket.send(`{"type":"ping","padding":"${'x'.repeat(200_000)}"}`);
      assert.equal(await visitor.closed, 'over_limit');
      const { body } = await house.call('ada', `/api/sessions/${started.id}`);
      assert.notEqual(body.state.name, 'ended');
    });

    test('is closed for saying what only the other side may say', async () => {
      const agent = await house.agent(started);
      agent.send({ type: 'grant.changed', capability: 'control', allowed: true });

      assert.equal(await agent.closed, 'forbidden_frame');
      const { body } = await house.call('ada', `/api/sessions/${started.id}`);
      assert.deepEqual(
        body.grants.map((grant: { capability: string }) => grant.capability),
        ['view'],
      );
    });
  });
}
