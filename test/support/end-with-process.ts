import type { ChildProcess } from 'node:child_process';

/** A child that doesn't outlive this process, whatever becomes of the test that has begun it. */
export const endWithProcess = (child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): void => {
  const kill = () => child.kill(signal);
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
};
