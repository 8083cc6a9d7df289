import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createClamd } from '../../../server/transfers/clamd.ts';
import { startFakeClamd } from '../../support/fake-clamd.ts';
import { describeScanner, inChunks, type ScannerUnderTest, scannerMaxBytes } from './scanner-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'handrail-clamd-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let starting: Promise<ScannerUnderTest> | null = null;
const startBoth = async (): Promise<ScannerUnderTest> => {
  const options = { maxBytes: scannerMaxBytes };
  const port = await startFakeClamd(options);
  const socket = await startFakeClamd({ ...options, path: join(folder, 'both.sock') });
  return { addresses: { port: port.address, socket: socket.address } };
};

describeScanner(
  'the fake clamd',
  () => {
    starting ??= startBoth();
    return starting;
  },
  { opensArchives: false },
);

describe('the scanner', { timeout: 60_000 }, () => {
  const unavailable = { code: 'scan_unavailable', status: 503, retryAfter: 10 };

  it('is sent all of a file, in chunks, on a port or a socket', async () => {
    const content = randomBytes(300_001);
    for (const path of [undefined, join(folder, 'clamd.sock')]) {
      const clamd = await startFakeClamd(path === undefined ? {} : { path });

      assert.equal(await createClamd({ address: clamd.address })(inChunks(content)), 'clean');

      assert.deepEqual(
        clamd.scanned.map((one) => one.equals(content)),
        [true],
      );
    }
  });

  it('says nothing that counts as clean when it is down, hangs up, does nothing, or answers strangely', async () => {
    const clamd = await startFakeClamd();
    const scan = createClamd({ address: clamd.address, idleMs: 200 });
    const strange = ['stream: ok\0', 'stream: OK\n\0', 'UNKNOWN COMMAND\0', `${'x'.repeat(5_000)}\0`];
    assert.equal(await scan(inChunks(Buffer.from('x'))), 'clean');

    for (const answer of ['hang_up', 'sleep', ...strange] as const) {
      clamd.answer = answer;
      await assert.rejects(
        scan(inChunks(Buffer.from('x'))),
        unavailable,
        JSON.stringify(answer.slice(0, 30)),
      );
    }
    await clamd.close();
    await assert.rejects(scan(inChunks(Buffer.from('x'))), unavailable);
    await assert.rejects(
      createClamd({ address: join(folder, 'nobody.sock') })(inChunks(Buffer.from('x'))),
      unavailable,
    );
  });

  it('is not waited for when it reads nothing', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => void sockets.push(socket.pause()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const place = server.address();
    const address = `127.0.0.1:${typeof place === 'object' && place ? place.port : 0}`;

    await assert.rejects(
      createClamd({ address, idleMs: 300 })(inChunks(Buffer.alloc(64 * 1024 ** 2))),
      unavailable,
    );

    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('hands on what reading the file came to', async () => {
    const clamd = await startFakeClamd();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('x');
      throw new RangeError('a part was changed');
    }

    await assert.rejects(createClamd({ address: clamd.address })(broken()), RangeError);

    assert.equal(clamd.scanned.length, 0);
  });
});
