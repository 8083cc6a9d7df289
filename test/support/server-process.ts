import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { untilReady } from '../../demo/starting/until-ready.ts';
import { endWithProcess } from './end-with-process.ts';
import { freePorts } from './free-ports.ts';

/** Handrail itself, `server/main.ts`, on its own. */
export interface ServerProcess {
  /** As a loss of power would: nothing is said, saved or closed. */
  kill(): Promise<void>;
}

interface Start {
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  /** Hosts of simulators. */
  readonly localHosts: readonly string[];
}

export const startServer = async ({ dataFolder, databaseUrl, localHosts }: Start): Promise<ServerProcess> => {
  const [port = 0] = await freePorts(1);
  const printed: string[] = [];
  const child = spawn(process.execPath, ['server/main.ts'], {
    env: {
      ...process.env,
      HANDRAIL_PORT: String(port),
      HANDRAIL_DATA: dataFolder,
      HANDRAIL_UNSAFE_LOCAL_HOSTS: localHosts.join(','),
      ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithProcess(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => printed.push(String(chunk)));
  }
  const ready = untilReady(`http://127.0.0.1:${port}/readyz`, new AbortController().signal);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`Handrail did not start:\n${printed.join('')}`);
  });
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return { kill: () => kill(child) };
};

const kill = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};
