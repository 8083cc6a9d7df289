import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { until } from './support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'handrail-run-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const support = (name: string) => new URL(`./support/${name}.ts`, import.meta.url).href;

/** Begins a browser, a server and a program at once with what fails, so that it never has them in hand. */
const failingFile = `
  import { spawn } from 'node:child_process';
  import { createServer } from 'node:http';
  import { after, before, describe, it } from 'node:test';
  import { launchBrowser } from '${support('browser')}';
  import { endWithProcess } from '${support('end-with-process')}';

  const begin = async () => {
    const browser = await launchBrowser();
    const server = createServer().listen(0, '127.0.0.1');
    endWithProcess(spawn('tail', ['--follow', '/dev/null'], { stdio: 'ignore' }), 'SIGTERM');
    console.error('All of it runs.');
    return browser;
  };
  describe('a promise', () => {
    let browser;
    before(async () => {
      const beginning = begin();
      [browser] = await Promise.all([beginning, beginning.then(() => { throw new Error('The port is taken.'); })]);
    });
    after(() => browser?.close());
    it('is kept', () => undefined);
  });
`;

/** Whoever was told to put temporary files there. */
const processesOf = (place: string): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => environmentOf(id).includes(`TMPDIR=${place}`));

const environmentOf = (id: string): readonly string[] => {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0');
  } catch (error) {
    // ESRCH, ENOENT: it has ended since it was listed.
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
};

test('a file whose before fails half way ends with a failure, and leaves no browser and no program', async () => {
  const file = join(folder, 'half-way.test.ts');
  writeFileSync(file, failingFile);
  // As a file of its own, not as one of this run.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--test-reporter=tap', '--import', support('end-of-file'), file], {
    env: { ...env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  let most = 0;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      printed.push(String(chunk));
      most = Math.max(most, processesOf(folder).length);
    });

  const [code] = await once(child, 'close');

  assert.equal(code, 1);
  assert.match(printed.join(''), /All of it runs.*The port is taken/s);
  // Itself, the program, and Chromium's several.
  assert.ok(most > 3, `${most} processes`);
  await until(async () => processesOf(folder).length === 0, 'nothing of it is left');
});
