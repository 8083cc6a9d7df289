import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { batchHeader, maxBatchBytes } from '../../protocol/http-stream.ts';
import { clientFrame } from '../support/client-frame.ts';
import { openTestDatabase } from '../support/database.ts';
import { HttpSocket } from '../support/http-socket.ts';
import type { RoomPeer } from '../support/room-peer.ts';
import {
  handrailOrigin,
  openSessionsHouse,
  type SessionsHouse,
  type Started,
  shopOrigin,
} from '../support/sessions-house.ts';

const socketOf = ({ socket }: RoomPeer): HttpSocket => {
  assert.ok(socket instanceof HttpSocket);
  return socket;
};

const said = (message: unknown): Buffer =>
  clientFrame({ opcode: 1, payload: Buffer.from(JSON.stringify(message)) });

const wordsDiffer = said({ type: 'words.judged', match: false });
const asksForControl = said({ type: 'grant.requested', capability: 'control' });

describe('a connection over HTTP streams', () => {
  let house: SessionsHouse;
  let started: Started;
  let agent: RoomPeer;
  let visitor: RoomPeer;
  beforeEach(async () => {
    house = await openSessionsHouse(await openTestDatabase('sqlite'), { transport: 'http' });
    started = await house.start();
    const admitted = await house.admit(started);
    agent = await house.agent(started);
    visitor = await house.visitor(started, admitted);
  });

  const heardByVisitor = async () =>
    (await visitor.settle()).messages.filter(({ type }) => type === 'grant.requested').length;

  test('takes no batch without its secret, or with a made-up one', async () => {
    const body = asksForControl;

    assert.equal(await socketOf(agent).post({ body, secret: '' }), 401);
    assert.equal(await socketOf(agent).post({ body, secret: 'A'.repeat(43) }), 401);
    assert.equal(await heardByVisitor(), 0);
    assert.equal(await socketOf(agent).post({ body }), 204);
    assert.equal(await heardByVisitor(), 1);
  });

  test('takes no batch with the secret of a connection to another session', async () => {
    const other = await house.start('sam');
    const otherAgent = await house.agent(other, 'sam');
    await otherAgent.settle();

    const status = await socketOf(agent).post({ body: asksForControl, secret: socketOf(otherAgent).secret });

    assert.equal(status, 401);
    assert.equal(await heardByVisitor(), 0);
    assert.deepEqual((await otherAgent.settle()).messages, []);
  });

  test('takes no batch from a page of another origin, though it knows the secret', async () => {
    for (const origin of ['http://evil.test', handrailOrigin, '']) {
      const { status, headers } = await postFrom(origin);

      assert.equal(status, origin === '' ? 403 : 401, origin);
      assert.equal(headers.get('access-control-allow-origin'), null, origin);
    }
    assert.equal((await postFrom(shopOrigin)).status, 204);
  });

  /** The visitor's first batch that was not sent yet, as a page of this origin would send it. */
  const postFrom = (origin: string): Promise<Response> =>
    fetch(`${house.origin}/realtime/${started.id}/batches`, {
      method: 'POST',
      headers: {
        ...(origin === '' ? {} : { origin }),
        authorization: `Bearer ${socketOf(visitor).secret}`,
        [batchHeader]: '1',
      },
      body: new Uint8Array(said({ type: 'ping' })),
    });

  test('takes a batch once that comes again after a lost answer', async () => {
    const again = { body: asksForControl, number: 1 };

    const statuses = [await socketOf(agent).post(again), await socketOf(agent).post(again)];
    const old = await socketOf(agent).post({ body: wordsDiffer, number: 0 });

    assert.deepEqual([...statuses, old], [204, 204, 204]);
    assert.equal(await heardByVisitor(), 1);
  });

  test('takes a batch once that comes twice at the same time', async () => {
    const again = { body: asksForControl, number: 1 };
    const statuses = await Promise.allSettled([1, 2, 3, 4].map(() => socketOf(agent).post(again)));

    assert.ok(statuses.some((one) => one.status === 'fulfilled' && one.value === 204));
    assert.equal(await heardByVisitor(), 1);
  });

  test('refuses a batch that comes before its turn, and goes on with the right one', async () => {
    assert.equal(await socketOf(agent).post({ body: asksForControl, number: 2 }), 400);
    assert.equal(await heardByVisitor(), 0);

    assert.equal(await socketOf(agent).post({ body: asksForControl, number: 1 }), 204);
    assert.equal(await heardByVisitor(), 1);
  });

  test('refuses what is no number', async () => {
    for (const number of ['-1', '01', '1.5', '1e3', 'one', '', '99999999999']) {
      const { status } = await fetch(`${house.origin}/realtime/${started.id}/batches`, {
        method: 'POST',
        headers: {
          origin: handrailOrigin,
          authorization: `Bearer ${socketOf(agent).secret}`,
          [batchHeader]: number,
        },
        body: new Uint8Array(asksForControl),
      });

      assert.equal(status, 400, number);
    }
    assert.equal(await heardByVisitor(), 0);
  });

  test('ends when a batch is larger than any may be', async () => {
    const giant = clientFrame({ opcode: 2, payload: Buffer.alloc(maxBatchBytes), mask: Buffer.alloc(4) });
    assert.equal(await socketOf(agent).post({ body: giant }), 413);

    assert.equal(await agent.closed, '1006');
    assert.equal((await visitor.next('participant.left')).number, agent.number);
  });

  test('is over when its stream is, whoever still has the secret', async () => {
    const { secret } = socketOf(agent);
    agent.socket.terminate();
    await visitor.next('participant.left');

    assert.equal(await socketOf(agent).post({ body: asksForControl, secret }), 401);
  });

  test('can be read by pages of the site and by no others', async () => {
    const open = async (origin: string) => {
      const aborted = new AbortController();
      const { headers } = await fetch(`${house.origin}/realtime/${started.id}`, {
        method: 'POST',
        headers: { origin },
        signal: aborted.signal,
      });
      aborted.abort();
      return headers.get('access-control-allow-origin');
    };
    const preflight = async (origin: string) =>
      (
        await fetch(`${house.origin}/realtime/${started.id}/batches`, {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-method': 'POST' },
        })
      ).headers.get('access-control-allow-origin');

    for (const ask of [open, preflight]) {
      assert.equal(await ask(shopOrigin), shopOrigin);
      assert.equal(await ask('http://other-shop.test'), null);
      assert.equal(await ask('null'), null);
    }
  });

  test('is not asked about, either, while a hundred from the same address have not said who they are', async () => {
    const ask = () =>
      fetch(`${house.origin}/realtime/${started.id}/batches`, {
        method: 'OPTIONS',
        headers: { origin: shopOrigin },
      });
    assert.equal((await ask()).status, 204);
    await Promise.all(Array.from({ length: 100 }, () => house.connect(started.id, shopOrigin)));

    assert.equal((await ask()).status, 429);
  });

  test('is not opened by a request that says more than which session, be it in the address or the body', async () => {
    const ask = async (path: string, body?: string) =>
      (
        await fetch(`${house.origin}/realtime/${started.id}${path}`, {
          method: 'POST',
          headers: { origin: shopOrigin },
          ...(body === undefined ? {} : { body }),
        })
      ).status;

    assert.equal(await ask('?credential=abc'), 404);
    assert.equal(await ask('/batches?secret=abc'), 404);
    assert.equal(await ask('', '{"type":"join.requested"}'), 400);
  });

  test('says that nothing on its way may keep, change or gather it', async () => {
    const { headers } = socketOf(visitor);

    assert.equal(headers['x-accel-buffering'], 'no');
    assert.equal(headers['cache-control'], 'no-store, no-transform');
    assert.equal(headers['content-type'], 'application/octet-stream');
  });
});
