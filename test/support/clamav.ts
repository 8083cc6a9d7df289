import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWithProcess } from './end-with-process.ts';
import { eicar } from './fake-clamd.ts';
import { freePorts } from './free-ports.ts';
import { requirePrograms } from './programs.ts';
import { until } from './until.ts';

export interface Clamav {
  /** As `HANDRAIL_CLAMD` names it. */
  readonly addresses: { readonly port: string; readonly socket: string };
  stop(): Promise<void>;
}

/** Debian's clamd, installed where it is not there. It knows one signature, that of the EICAR test file, so that no database has to be fetched. */
export const startClamav = async ({ maxBytes }: { readonly maxBytes: number }): Promise<Clamav> => {
  requirePrograms(['clamav-daemon']);
  const folder = mkdtempSync(join(tmpdir(), 'handrail-clamav-'));
  chmodSync(folder, 0o755);
  const [port] = await freePorts(1);
  const socket = join(folder, 'clamd.sock');
  const signature = `Eicar-Test-Signature:0:*:${Buffer.from(eicar).toString('hex')}\n`;
  writeFileSync(join(folder, 'own.ndb'), signature, { mode: 0o644 });
  const settings = [
    `DatabaseDirectory ${folder}`,
    `LocalSocket ${socket}`,
    `TCPSocket ${port}`,
    'TCPAddr 127.0.0.1',
    `StreamMaxLength ${maxBytes}`,
    'Foreground yes',
  ];
  const file = join(folder, 'clamd.conf');
  writeFileSync(file, `${settings.join('\n')}\n`);
  const printed: string[] = [];
  const child = spawn('/usr/sbin/clamd', ['--config-file', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => printed.push(String(chunk)));
  }
  endWithProcess(child);
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(printed.join(''));
      return existsSync(socket);
    },
    'clamd listens',
    60_000,
  ).catch((cause: unknown) => {
    throw new Error(`clamd did not start:\n${printed.join('')}`, { cause });
  });
  return {
    addresses: { port: `127.0.0.1:${port}`, socket },
    stop: async () => {
      const exit = Promise.withResolvers<void>();
      child.once('exit', () => exit.resolve());
      if (child.exitCode === null && child.kill('SIGKILL')) await exit.promise;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
