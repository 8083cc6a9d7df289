import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const graceMs = 5_000;
const endWithParent = new URL('./end-with-parent.ts', import.meta.url).href;

/** One of the demo's processes. */
export interface Child {
  readonly name: string;
  /** Resolves when the process is over, however that came. */
  readonly ended: Promise<void>;
  /** Asks it to stop, and insists after a while. */
  stop(): Promise<void>;
  /** The end of its log. */
  lastWords(): Promise<string>;
}

interface ChildNeeds {
  readonly name: string;
  readonly script: URL;
  readonly environment: NodeJS.ProcessEnv;
  readonly logFolder: string;
}

/** Starts a process that writes to a log of its own. The channel to it closes with us, which ends it. */
export const startChild = ({ name, script, environment, logFolder }: ChildNeeds): Child => {
  const logFile = join(logFolder, `${name}.log`);
  const log = openSync(logFile, 'w');
  const child: ChildProcess = spawn(process.execPath, ['--import', endWithParent, fileURLToPath(script)], {
    env: environment,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return {
    name,
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(insist);
    },
    lastWords: async () => (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-15).join('\n'),
  };
};
