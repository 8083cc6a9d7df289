import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWithProcess } from './end-with-process.ts';
import { freePorts } from './free-ports.ts';

/** The demo as a person starts it, on ports of its own. */
export interface Demo {
  readonly handrail: string;
  readonly zendesk: string;
  readonly salesforce: string;
  readonly shop: string;
  /** The console that a company built for itself. */
  readonly ownConsole: string;
  readonly dataFolder: string;
  /** The process that is Handrail: neither a simulator nor the shop. */
  readonly handrailPid: () => number;
  /** Everything that the demo's processes have printed. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

const childrenOf = (pid: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      const stat = existsSync(`/proc/${candidate}/stat`)
        ? readFileSync(`/proc/${candidate}/stat`, 'utf8')
        : '';
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid;
    });

const isReady = async (port: number): Promise<boolean> => {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
  return answer?.status === 200;
};

const untilReady = async (child: ChildProcess, port: number, output: () => string): Promise<void> => {
  const end = performance.now() + 60_000;
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() > end)
      throw new Error(`The demo did not start:\n${output()}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** Starts `npm start`'s program with its own ports and data folder, and waits until it is ready. */
export const startDemo = async (environment: Readonly<Record<string, string>> = {}): Promise<Demo> => {
  const [handrail = 0, salesforce = 0, zendesk = 0, shop = 0, ownConsole = 0] = await freePorts(5);
  const dataFolder = mkdtempSync(join(tmpdir(), 'handrail-demo-'));
  const printed: string[] = [];
  const child = spawn(process.execPath, ['demo/start.ts'], {
    env: {
      ...process.env,
      HANDRAIL_PORT: `${handrail}`,
      DEMO_SALESFORCE_PORT: `${salesforce}`,
      DEMO_ZENDESK_PORT: `${zendesk}`,
      DEMO_SHOP_PORT: `${shop}`,
      DEMO_CONSOLE_PORT: `${ownConsole}`,
      HANDRAIL_DATA: dataFolder,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // It ends its own children on this signal.
  endWithProcess(child, 'SIGTERM');
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => printed.push(String(chunk)));
  const output = () => printed.join('');
  let stopping = false;
  child.on('exit', () => {
    // Whatever fails because of this should not hide it.
    if (!stopping) process.stderr.write(`The demo has stopped by itself:\n${output()}\n`);
  });
  await untilReady(child, handrail, output);
  return {
    handrail: `http://handrail.localhost:${handrail}`,
    zendesk: `http://zendesk.localhost:${zendesk}`,
    salesforce: `http://salesforce.localhost:${salesforce}`,
    shop: `http://shop.localhost:${shop}`,
    ownConsole: `http://console.localhost:${ownConsole}`,
    dataFolder,
    handrailPid: () => {
      const found = childrenOf(child.pid ?? 0).find((pid) =>
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('server/main.ts'),
      );
      if (found === undefined) throw new Error('No child of the demo runs server/main.ts.');
      return found;
    },
    output,
    stop: async () => {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};
