import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { opcodes } from '../../../server/relay/frame-head.ts';
import { createRelay } from '../../../server/relay/relay.ts';
import { Rooms } from '../../../server/relay/rooms.ts';
import { clientFrame, closePayload } from '../../support/client-frame.ts';
import { until } from '../../support/until.ts';

// RFC 6455 §1.3 has this key and the answer to it.
const right = {
  Host: 'handrail.test',
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  Origin: 'https://shop.test',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
};
const accepted = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  '\r\n',
].join('\r\n');

const nothing: Buffer = Buffer.alloc(0);

describe('a WebSocket’s handshake', () => {
  let server: Server;
  let port: number;
  beforeEach(async () => {
    server = createServer();
    createRelay({
      door: { refuses: async () => null, admit: async () => 'unauthorized' },
      rooms: new Rooms({ now: Date.now }),
      log: { error: assert.fail },
    }).acceptUpgrade(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    ({ port } = address);
  });
  afterEach(() => server.close());

  /** All that is answered to these headers, with these bytes behind them in the same packet. */
  const answerTo = async (
    headers: Readonly<Record<string, string>>,
    { method = 'GET', behind = nothing } = {},
  ) => {
    const client = connect({ port, host: '127.0.0.1' });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const head = [`${method} /realtime/ses_${'0'.repeat(22)} HTTP/1.1`, ...lines, '\r\n'].join('\r\n');
    const received: Buffer[] = [];
    client.on('data', (chunk: Buffer) => received.push(chunk));
    client.write(Buffer.concat([Buffer.from(head), behind]));
    await until(async () => client.readableEnded, 'the connection has ended');
    return Buffer.concat(received);
  };
  const closing = clientFrame({ opcode: opcodes.close, payload: closePayload(1000) });
  const closed = clientFrame({ opcode: opcodes.close, payload: closePayload(1000), mask: null });

  test('is answered as the RFC says, and what came with it is read', async () => {
    const answer = await answerTo(right, { behind: closing });

    assert.ok(answer.equals(Buffer.concat([Buffer.from(accepted), closed])), answer.toString('latin1'));
  });

  test('agrees to no extension and no subprotocol', async () => {
    const offers = { 'Sec-WebSocket-Extensions': 'permessage-deflate', 'Sec-WebSocket-Protocol': 'chat' };

    const answer = await answerTo({ ...right, ...offers }, { behind: closing });

    assert.ok(answer.toString('latin1').startsWith(accepted), answer.toString('latin1'));
  });

  for (const [what, headers, method] of [
    ['to another protocol', { ...right, Upgrade: 'h2c' }, 'GET'],
    ['by another method', right, 'PUT'],
    ['of another version', { ...right, 'Sec-WebSocket-Version': '8' }, 'GET'],
    ['with a key that is none', { ...right, 'Sec-WebSocket-Key': 'c2hvcnQ=' }, 'GET'],
    ['without a key', { ...right, 'Sec-WebSocket-Key': '' }, 'GET'],
  ] as const) {
    test(`is refused ${what}`, async () => {
      const answer = (await answerTo(headers, { method })).toString('latin1');

      assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/);
      assert.match(answer, /\r\nSec-WebSocket-Version: 13\r\n/);
    });
  }
});
