import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { freePorts } from '../support/free-ports.ts';

const names = [
  'HANDRAIL_PORT',
  'DEMO_SALESFORCE_PORT',
  'DEMO_ZENDESK_PORT',
  'DEMO_SHOP_PORT',
  'DEMO_CONSOLE_PORT',
];

/** Whether somebody listens there. */
const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).then(
    async (answer) => {
      await answer.body?.cancel();
      return true;
    },
    () => false,
  );

/** A connection to each, and a promise that all of them were closed. */
const watch = async (ports: readonly number[]): Promise<{ closed: Promise<unknown> }> => {
  const sockets = ports.map((port) => connect(port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) socket.on('error', () => socket.destroy());
  return { closed: Promise.all(sockets.map((socket) => once(socket, 'close'))) };
};

describe('starting the demo', () => {
  let folder: string;
  let ports: readonly number[];
  let child: ChildProcess;
  let printed: string;

  const start = (environment: Readonly<Record<string, string>> = {}, named = names): void => {
    printed = '';
    const own = Object.fromEntries(named.map((name, index) => [name, String(ports[index])]));
    child = spawn(process.execPath, ['demo/start.ts'], {
      env: { ...process.env, ...own, HANDRAIL_DATA: folder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        printed += String(chunk);
      });
  };
  const untilPrinted = async (text: string): Promise<void> => {
    const ended = once(child, 'exit').then(() => {
      throw new Error(`It ended first:\n${printed}`);
    });
    const said = (async () => {
      while (!printed.includes(text)) await once(child.stdout ?? child, 'data');
    })();
    await Promise.race([said, ended]);
    ended.catch(() => null);
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'handrail-start-'));
    ports = await freePorts(5);
  });
  afterEach(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('says where to go once all is up, and leaves nothing behind when it is told to stop', async () => {
    start();
    await untilPrinted('Ctrl+C');
    const [handrail = 0, salesforce = 0, zendesk = 0, shop = 0, ownConsole = 0] = ports;
    const ready = await fetch(`http://127.0.0.1:${handrail}/readyz`);
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');

    assert.equal(ready.status, 200);
    for (const address of [
      `http://zendesk.localhost:${zendesk}/login?user=ada`,
      `http://salesforce.localhost:${salesforce}/login?user=ada`,
      `http://shop.localhost:${shop}/`,
      `http://console.localhost:${ownConsole}/login?user=ada`,
    ])
      assert.ok(printed.includes(address), address);
    assert.equal(code, 0);
    assert.deepEqual(await Promise.all(ports.map(answers)), [false, false, false, false, false]);
  });

  it('has the same tenants at the next start, so that what an admin changed is not undone', async () => {
    const stop = async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    };
    const tenants = () => readFileSync(join(folder, 'demo-tenants.json'), 'utf8');
    start();
    await untilPrinted('Ctrl+C');
    await stop();
    const before = tenants();
    start();
    await untilPrinted('Ctrl+C');

    assert.equal(tenants(), before);
    assert.match(before, /BEGIN PUBLIC KEY/);
    assert.equal(statSync(join(folder, 'demo-secrets.json')).mode & 0o777, 0o600);
  });

  it('finds a free port for the console when nobody names one', async () => {
    start(
      {},
      names.filter((name) => name !== 'DEMO_CONSOLE_PORT'),
    );
    await untilPrinted('Ctrl+C');

    const [, address = ''] = /(http:\/\/console\.localhost:\d+)/.exec(printed) ?? [];
    assert.ok(await answers(Number(new URL(address).port)), address);
  });

  it('leaves nothing behind when it is killed', async () => {
    start();
    await untilPrinted('Ctrl+C');
    const { closed } = await watch(ports);
    child.kill('SIGKILL');

    await closed;
  });

  it('names a port that is taken, and the variable that moves it', async () => {
    const squatter = createServer().listen(ports[2], '127.0.0.1');
    await once(squatter, 'listening');
    start();
    const [code] = await once(child, 'exit');
    squatter.close();

    assert.equal(code, 1);
    assert.match(printed, new RegExp(`Port ${ports[2]} is in use .* DEMO_ZENDESK_PORT=`));
  });

  it('refuses a port that is none', async () => {
    start({ DEMO_SHOP_PORT: 'eighty' });
    const [code] = await once(child, 'exit');

    assert.equal(code, 1);
    assert.match(printed, /DEMO_SHOP_PORT must be a port/);
  });
});
