import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

interface Postgres {
  /** A new, empty database of its own: its address. */
  createDatabase(): Promise<string>;
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

let running: Promise<Postgres> | null = null;

/** A real PostgreSQL, one a test process, stopped when its tests are over. */
export const startPostgres = (): Promise<Postgres> => {
  running ??= start();
  return running;
};

let stop = async (): Promise<void> => undefined;
after(() => stop());

const start = async (): Promise<Postgres> => {
  const bin = binaries();
  const owner = ownerOfPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'handrail-postgres-'));
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const initdb = [
    '-D',
    folder,
    '-A',
    'trust',
    '-U',
    'postgres',
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ];
  execFileSync(join(bin, 'initdb'), initdb, { ...owner, cwd: folder, stdio: 'pipe' });
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'fsync=off', 'shared_buffers=16MB', 'max_connections=60'];
  const flags = ['-D', folder, '-p', String(port), '-k', folder, ...settings.flatMap((one) => ['-c', one])];
  const server = spawn(join(bin, 'postgres'), flags, { ...owner, cwd: folder, stdio: 'ignore' });
  const kill = () => server.kill('SIGQUIT');
  process.once('exit', kill);
  stop = async () => {
    process.off('exit', kill);
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  };
  const address = `postgres://postgres@127.0.0.1:${port}`;
  await answering(`${address}/postgres`, server);
  return createPostgres(address);
};

const createPostgres = (address: string): Postgres => {
  let count = 0;
  return {
    createDatabase: async () => {
      count += 1;
      const name = `handrail_${count}`;
      const client = new pg.Client({ connectionString: `${address}/postgres` });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return `${address}/${name}`;
    },
  };
};

const binaries = (): string => {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root)
    ? readdirSync(root).sort((left, right) => Number(right) - Number(left))
    : [];
  const [newest] = versions;
  if (!newest) throw new Error('The tests need PostgreSQL: apt-get install postgresql');
  return join(root, newest, 'bin');
};

// PostgreSQL refuses to run as root.
const ownerOfPostgres = (): Owner => {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  const listening = Promise.withResolvers<void>();
  server.once('listening', listening.resolve);
  await listening.promise;
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

const answering = async (address: string, server: ChildProcess): Promise<void> => {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL stopped with ${server.exitCode}.`);
    const client = new pg.Client({ connectionString: address });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      // Not listening yet.
      await wait(50);
    }
  }
};

const ended = async (server: ChildProcess): Promise<void> => {
  const exit = Promise.withResolvers<void>();
  server.once('exit', () => exit.resolve());
  server.kill('SIGINT');
  await exit.promise;
};
