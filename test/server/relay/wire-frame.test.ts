import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import WebSocket, { WebSocketServer } from 'ws';
import { frameInPlace, headRoom, wireFrame } from '../../../server/relay/wire-frame.ts';

test('frames written by hand are read by ws as they were, around every boundary of their length', async () => {
  const sizes = [0, 1, 125, 126, 127, 8191, 8192, 65_535, 65_536, 1_000_000];
  const server = createServer();
  after(() => server.close());
  const webSockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (req, stream, head) =>
    webSockets.handleUpgrade(req, stream, head, () => {
      for (const size of sizes) {
        const bytes = Buffer.alloc(headRoom + size, size);
        stream.write(frameInPlace('binary', bytes, headRoom));
      }
      stream.write(wireFrame('text', Buffer.from('done')));
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const client = new WebSocket(`ws://127.0.0.1:${address.port}`);
  const got: Buffer[] = [];
  client.on('message', (data: Buffer) => {
    got.push(data);
    if (data.toString() === 'done') client.close();
  });

  await once(client, 'close');

  assert.deepEqual(
    got.slice(0, -1).map((data) => data.length),
    sizes,
  );
  for (const data of got.slice(0, -1)) assert.ok(data.equals(Buffer.alloc(data.length, data.length)));
});
