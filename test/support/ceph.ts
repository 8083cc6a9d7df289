import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from './free-ports.ts';
import { requirePrograms } from './programs.ts';
import { until } from './until.ts';

const run = promisify(execFile);

export interface Ceph {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** What its bucket location says. */
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  stop(): Promise<void>;
}

const region = 'eu-central-1';
const accessKeyId = 'HANDRAILTESTS';
const secretAccessKey = 'only-for-tests';

/** A Ceph of one machine with its S3 gateway, in memory: https://docs.ceph.com/en/pacific/radosgw/ */
export const startCeph = async (): Promise<Ceph> => {
  requirePrograms(['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common']);
  const folder = mkdtempSync(join(tmpdir(), 'handrail-ceph-'));
  const [gateway = 0, v2 = 0, v1 = 0] = await freePorts(3);
  const children: ChildProcess[] = [];
  const stop = async () => {
    process.off('exit', kill);
    await Promise.all(children.toReversed().map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  const kill = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const begin = (program: string, name: string[]) => {
    children.push(spawn(program, ['-c', `${folder}/ceph.conf`, ...name, '-f'], { stdio: 'ignore' }));
  };
  try {
    await startMonitor(folder, { v1, v2, gateway, begin });
    await startStore(folder, begin);
    await startGateway(folder, { gateway, begin });
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint: `http://127.0.0.1:${gateway}`, region, accessKeyId, secretAccessKey, stop };
};

type Begin = (program: string, name: string[]) => void;

interface Monitor {
  readonly v1: number;
  readonly v2: number;
  readonly gateway: number;
  readonly begin: Begin;
}

const startMonitor = async (folder: string, { v1, v2, gateway, begin }: Monitor): Promise<void> => {
  const addresses = `[v2:127.0.0.1:${v2},v1:127.0.0.1:${v1}]`;
  const fsid = randomUUID();
  for (const name of ['mon', 'osd']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'ceph.conf'), configuration({ folder, fsid, addresses, gateway }));
  const keyring = `${folder}/keyring`;
  await run('ceph-authtool', [
    '--create-keyring',
    keyring,
    '--gen-key',
    '-n',
    'mon.',
    '--cap',
    'mon',
    'allow *',
  ]);
  const admin = ['--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *', '--cap', 'mgr', 'allow *'];
  await run('ceph-authtool', [keyring, '--gen-key', '-n', 'client.admin', ...admin]);
  const rgw = ['--cap', 'mon', 'allow rwx', '--cap', 'osd', 'allow rwx'];
  await run('ceph-authtool', [keyring, '--gen-key', '-n', 'client.rgw', ...rgw]);
  await run('monmaptool', ['--create', '--fsid', fsid, '--addv', 'a', addresses, `${folder}/monmap`]);
  const make = ['--mkfs', '-i', 'a', '--monmap', `${folder}/monmap`, '--keyring', keyring];
  await run('ceph-mon', ['-c', `${folder}/ceph.conf`, ...make]);
  begin('ceph-mon', ['-i', 'a']);
  await until(() => ask(folder, ['status']), 'the monitor answers', 60_000);
};

const startStore = async (folder: string, begin: Begin): Promise<void> => {
  const keyring = `${folder}/osd.keyring`;
  await run('ceph-authtool', ['--create-keyring', keyring, '--gen-key', '-n', 'osd.0']);
  const { stdout: key } = await run('ceph-authtool', [keyring, '-n', 'osd.0', '--print-key']);
  const id = randomUUID();
  writeFileSync(join(folder, 'osd.json'), JSON.stringify({ cephx_secret: key.trim() }));
  await ask(folder, ['osd', 'new', id, '0', '-i', `${folder}/osd.json`]);
  const make = ['-i', '0', '--mkfs', '--osd-uuid', id, '--keyring', keyring];
  await run('ceph-osd', ['-c', `${folder}/ceph.conf`, ...make]);
  begin('ceph-osd', ['-i', '0', '--keyring', keyring]);
  await until(async () => (await ask(folder, ['osd', 'stat'])).includes('1 up'), 'the store is up', 120_000);
};

const startGateway = async (
  folder: string,
  { gateway, begin }: { readonly gateway: number; readonly begin: Begin },
): Promise<void> => {
  const administer = (args: string[]) =>
    run('radosgw-admin', ['-c', `${folder}/ceph.conf`, '-n', 'client.rgw', ...args]);
  const user = [
    '--uid=tests',
    '--display-name=tests',
    `--access-key=${accessKeyId}`,
    `--secret=${secretAccessKey}`,
  ];
  await administer(['user', 'create', ...user]);
  // So that it has a region to name, as Amazon's buckets have. The first command made the group.
  await administer(['zonegroup', 'modify', '--rgw-zonegroup=default', `--api-name=${region}`]);
  begin('radosgw', ['-n', 'client.rgw']);
  await until(async () => (await fetch(`http://127.0.0.1:${gateway}/`)).ok, 'the gateway answers', 120_000);
};

const ask = async (folder: string, args: readonly string[]): Promise<string> =>
  (await run('ceph', ['-c', `${folder}/ceph.conf`, '-n', 'client.admin', '--connect-timeout', '10', ...args]))
    .stdout;

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = Promise.withResolvers<void>();
  child.once('exit', () => exit.resolve());
  child.kill('SIGKILL');
  await exit.promise;
};

interface Configuration {
  readonly folder: string;
  readonly fsid: string;
  readonly addresses: string;
  readonly gateway: number;
}

const configuration = ({ folder, fsid, addresses, gateway }: Configuration): string => `[global]
keyring = ${folder}/keyring
fsid = ${fsid}
mon host = ${addresses}
mon initial members = a
public network = 127.0.0.0/8
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
mon allow pool size one = true
osd crush chooseleaf type = 0
mon max pg per osd = 1000
run dir = ${folder}
admin socket = ${folder}/$cluster-$name.asok
log file = ${folder}/$name.log
pid file = ${folder}/$name.pid
ms bind ipv6 = false
[mon]
mon data = ${folder}/mon/a
mon data avail crit = 1
[osd]
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 8G
osd memory target = 939524096
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${gateway}
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = testkey-1=YmluCmJvb3N0CmJvb3N0LWJ1aWxkCmNlcGguY29uZgo=
`;
