import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Connection } from '../../../server/relay/connection.ts';
import { Cork } from '../../../server/relay/cork.ts';
import { opcodes } from '../../../server/relay/frame-head.ts';
import { wireFrame } from '../../../server/relay/wire-frame.ts';
import { type ClientFrame, clientFrame, closePayload } from '../../support/client-frame.ts';
import { until } from '../../support/until.ts';

const { text, binary, close, ping, pong } = opcodes;

const so = (look: () => boolean) => until(async () => look(), String(look));

/** What the server wrote: whole frames, without masks. */
const served = (...frames: readonly ClientFrame[]): Buffer =>
  Buffer.concat(frames.map((frame) => clientFrame({ ...frame, mask: null })));

describe('the server’s end of a WebSocket', () => {
  let server: Server;
  let client: Socket;
  let connection: Connection;
  let heard: string[];
  let received: Buffer[];
  beforeEach(async () => {
    // Each connection's own: the one before may close only now.
    const lines: string[] = [];
    heard = lines;
    received = [];
    const accepted = Promise.withResolvers<Connection>();
    server = createServer({ allowHalfOpen: true }, (stream) => {
      const accepting = new Connection({ stream, cork: new Cork(), maxBytes: 100_000, closeWithinMs: 100 });
      accepting.listen({
        text: (said) => lines.push(said),
        frame: (bytes) => lines.push(bytes.toString('hex')),
        drained: () => undefined,
        closed: () => lines.push('closed'),
      });
      accepted.resolve(accepting);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    client = connect({ port: address.port, host: '127.0.0.1', allowHalfOpen: true });
    client.on('data', (chunk: Buffer) => received.push(chunk));
    client.on('error', () => undefined);
    connection = await accepted.promise;
  });
  afterEach(() => {
    client.destroy();
    server.close();
  });

  const send = (...frames: readonly ClientFrame[]) =>
    client.write(Buffer.concat(frames.map((frame) => clientFrame(frame))));
  const ended = async (): Promise<Buffer> => {
    await once(client, 'end');
    return Buffer.concat(received);
  };

  test('hears text and frames in their order, and answers a ping with what was in it', async () => {
    const chat = Buffer.from('chat');
    send({ opcode: text, payload: Buffer.from('one') }, { opcode: ping, payload: chat });
    send({ opcode: binary, payload: Buffer.of(2) }, { opcode: text, payload: Buffer.from('three') });

    await so(() => heard.length === 3);
    assert.deepEqual(heard, ['one', '02', 'three']);
    await so(() => received.length > 0);
    assert.deepEqual(Buffer.concat(received), served({ opcode: pong, payload: chat }));
  });

  test('answers a close with its code, and hears nothing after it', async () => {
    send(
      { opcode: close, payload: closePayload(4321, 'bye') },
      { opcode: text, payload: Buffer.from('late') },
    );

    assert.deepEqual(await ended(), served({ opcode: close, payload: closePayload(4321) }));
    client.end();
    await so(() => heard.includes('closed'));
    assert.deepEqual(heard, ['closed']);
  });

  test('answers a close without a code by one without', async () => {
    send({ opcode: close });

    assert.deepEqual(await ended(), served({ opcode: close }));
  });

  test('says why it closes, after all that was written before, and waits for the answer', async () => {
    connection.send({ type: 'pong' });
    connection.close('replaced');
    connection.close('removed');
    connection.send({ type: 'pong' });
    await so(() => Buffer.concat(received).includes('replaced'));
    send({ opcode: text, payload: Buffer.from('late') }, { opcode: ping });
    send({ opcode: close, payload: closePayload(4010) });

    assert.deepEqual(
      await ended(),
      served(
        { opcode: text, payload: Buffer.from('{"type":"pong"}') },
        { opcode: close, payload: closePayload(4010, 'replaced') },
      ),
    );
    assert.equal(connection.isOpen, false);
    assert.deepEqual(
      heard.filter((line) => line !== 'closed'),
      [],
    );
  });

  for (const [what, fault, bytes] of [
    ['without a mask', 1002, clientFrame({ opcode: text, mask: null })],
    ['not UTF-8', 1007, clientFrame({ opcode: text, payload: Buffer.of(0xff) })],
    ['too large', 1009, clientFrame({ opcode: binary, payload: Buffer.alloc(100_001) })],
  ] as const) {
    test(`closes with ${fault} on a message that is ${what}, and hears nothing after it`, async () => {
      client.write(bytes);
      send({ opcode: text, payload: Buffer.from('late') });

      assert.deepEqual(await ended(), served({ opcode: close, payload: closePayload(fault) }));
      await so(() => heard.includes('closed'));
      assert.deepEqual(heard, ['closed']);
    });
  }

  for (const [how, leave] of [
    ['does not answer a close', () => connection.close('removed')],
    ['does not close its half after a close', () => send({ opcode: close })],
    ['sends what no client may', () => send({ opcode: text, reserved: 0x40 })],
    ['ends its half without a close', () => client.end()],
  ] as const) {
    test(`is rid of one that ${how} in time`, async () => {
      leave();

      await so(() => heard.includes('closed'));
    });
  }

  test('cuts off who sends more than they may while they are strangers, without gathering it', async () => {
    connection.bound(1000);
    send({ opcode: text, payload: Buffer.from('x'.repeat(500)) });
    await so(() => heard.length === 1);
    send({ opcode: text, payload: Buffer.from('x'.repeat(500)) });

    await so(() => heard.includes('closed'));
    assert.equal(heard.length, 2);
    assert.deepEqual(received, []);
  });

  test('asks for signs of life, and is rid of who gives none', async () => {
    connection.beat();
    await so(() => received.length > 0);
    assert.deepEqual(Buffer.concat(received), served({ opcode: ping }));
    send({ opcode: pong }, { opcode: text, payload: Buffer.from('here') });
    await so(() => heard.includes('here'));
    connection.beat();
    assert.equal(connection.isOpen, true);
    connection.beat();

    await so(() => heard.includes('closed'));
  });

  test('gives up who asks for more answers than they read', async () => {
    client.pause();
    const pings = Buffer.concat(
      Array.from({ length: 1000 }, () => clientFrame({ opcode: ping, payload: Buffer.alloc(125) })),
    );
    const flood = () => {
      while (connection.isOpen && client.write(pings));
    };
    client.on('drain', flood);
    flood();

    await so(() => !connection.isOpen);
    assert.ok(connection.bufferedBytes() < 9 * 1024 * 1024);
    await so(() => heard.includes('closed'));
  });

  test('writes what one chunk led to at once', async () => {
    const three = Buffer.concat([wireFrame('text', Buffer.from('a')), wireFrame('text', Buffer.from('b'))]);
    connection.write(wireFrame('text', Buffer.from('a')));
    connection.write(wireFrame('text', Buffer.from('b')));
    assert.equal(connection.bufferedBytes(), three.length);

    await so(() => received.length > 0);
    assert.deepEqual(received, [three]);
  });
});
