import { execFileSync, type StdioOptions } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';

type Program =
  | 'chromium'
  | 'postgresql'
  | 'ceph-mon'
  | 'ceph-osd'
  | 'radosgw'
  | 'ceph-common'
  | 'clamav-daemon';

const isThere: Readonly<Record<Program, () => boolean>> = {
  chromium: () => existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium'),
  postgresql: () => globSync('/usr/lib/postgresql/*/bin/postgres').length > 0,
  'ceph-mon': () => existsSync('/usr/bin/ceph-mon'),
  'ceph-osd': () => existsSync('/usr/bin/ceph-osd'),
  radosgw: () => existsSync('/usr/bin/radosgw'),
  'ceph-common': () => existsSync('/usr/bin/ceph-authtool'),
  'clamav-daemon': () => existsSync('/usr/sbin/clamd'),
};

/** Makes sure that these Debian packages are installed: installs them when root, otherwise names them and stops. */
export const requirePrograms = (programs: readonly Program[]): void => {
  const missing = programs.filter((program) => !isThere[program]());
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) {
    throw new Error(`The tests need ${missing.join(' and ')}. Install with: sudo ${command}`);
  }
  // Not on standard output: a process that starts a storage says there where it is.
  process.stderr.write(`Installing for the tests: ${missing.join(', ')}\n`);
  const options = {
    stdio: ['ignore', process.stderr, process.stderr] as StdioOptions,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options);
  const still = missing.filter((program) => !isThere[program]());
  if (still.length > 0) throw new Error(`Installed, and still not found: ${still.join(', ')}.`);
};
