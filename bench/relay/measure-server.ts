import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type GeneratorReport, load, type RelayName, type ServerReport } from './load.ts';
import type { Processors } from './processors.ts';

export interface Measured {
  readonly cpuMicroseconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface UnderTest {
  readonly server: URL;
  /** Whose way the clients speak. */
  readonly spokenAs: RelayName;
  /** Where another is measured at the same time: both share these. */
  readonly processors?: Processors;
}

interface UnderLoad {
  /** What it cost from now on, for so long. */
  measure(ms: number): Promise<Measured>;
  /** What the server is to do otherwise from then on. */
  change(to: string): Promise<void>;
  stop(): Promise<void>;
}

/** Runs a server in a process of its own under the load, and tells what it cost. */
export const measureServer = async (underTest: UnderTest): Promise<Measured> => {
  const underLoad = await startUnderLoad(underTest);
  try {
    return await underLoad.measure(load.measuredMs);
  } finally {
    await underLoad.stop();
  }
};

/** The same for as long as it is wanted. */
export const startUnderLoad = async ({
  server: file,
  spokenAs,
  processors,
}: UnderTest): Promise<UnderLoad> => {
  const server = start(file, []);
  const listening = await report<ServerReport, 'listening'>(server, 'listening');
  const generator = start(new URL('./generator.ts', import.meta.url), [spokenAs, String(listening.port)]);
  const stopBoth = async () => {
    await Promise.all([stop(generator), stop(server)]);
  };
  try {
    await report<GeneratorReport, 'warm'>(generator, 'warm');
  } catch (error) {
    await stopBoth();
    throw error;
  }
  if (server.pid && generator.pid) processors?.add({ server: server.pid, generator: generator.pid });
  return {
    measure: async (ms) => {
      const before = await cpuOf(server);
      generator.send('measure');
      await wait(ms);
      const after = await cpuOf(server);
      const done = report<GeneratorReport, 'done'>(generator, 'done');
      generator.send('stop');
      const { delivered, p50Ms, p99Ms } = await done;
      if (delivered === 0) throw new Error(`${file} delivered nothing.`);
      return { cpuMicroseconds: (after - before) / delivered, p50Ms, p99Ms };
    },
    change: async (to) => {
      const changed = report<ServerReport, 'changed'>(server, 'changed');
      server.send(to);
      await changed;
    },
    stop: stopBoth,
  };
};

// Both processes need less than a core. Where other work shares the machine, round-robin scheduling keeps it out of the figures.
const scheduler = 'chrt';
const undisturbed = spawnSync(scheduler, ['-r', '5', 'true']).status === 0;
const execution = undisturbed ? { execPath: scheduler, execArgv: ['-r', '5', process.execPath] } : {};

const start = (file: URL, args: readonly string[]): ChildProcess =>
  fork(file, args, {
    ...execution,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.disconnect();
  await exited;
};

const cpuOf = async (server: ChildProcess): Promise<number> => {
  const answer = report<ServerReport, 'cpu'>(server, 'cpu');
  server.send('cpu');
  return (await answer).microseconds;
};

/** The child's next report of this type. @throws Error when it ends instead. */
const report = <R extends { readonly type: string }, T extends R['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<R, { type: T }>> => {
  const said = Promise.withResolvers<Extract<R, { type: T }>>();
  const ended = (code: number | null) => said.reject(new Error(`A child process ended with ${code}.`));
  const heard = (message: unknown) => {
    const told = message as R;
    if (told.type === type) said.resolve(told as Extract<R, { type: T }>);
  };
  child.on('message', heard);
  child.once('exit', ended);
  return said.promise.finally(() => {
    child.off('message', heard);
    child.off('exit', ended);
  });
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
