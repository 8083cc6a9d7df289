import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { requirePrograms } from './support/programs.ts';

/**
 * The whole suite: sets up what it needs, runs every test file in a process of its own, and fails when a test
 * failed or when none ran. `npm test -- <part of a path>…` runs the files whose path contains one of the parts.
 */
requirePrograms(['chromium', 'postgresql']);

const parts = process.argv.slice(2);
const { globSync } = await import('node:fs');
const files = globSync('test/**/*.test.ts')
  .sort()
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));

const counted = { passed: 0, failed: 0, skipped: 0 };
const execArgv = ['--import', new URL('./support/end-of-file.ts', import.meta.url).href];
const stream = run({ files, execArgv, concurrency: 2, timeout: 5 * 60_000, forceExit: false });
stream.on('test:pass', ({ skip, todo, details }) => {
  if (details.type === 'suite') return;
  counted[skip !== undefined || todo !== undefined ? 'skipped' : 'passed'] += 1;
});
stream.on('test:fail', ({ details }) => {
  if (details.type !== 'suite') counted.failed += 1;
});
stream.compose(spec()).pipe(process.stdout);
stream.on('end', () => {
  const { passed, failed, skipped } = counted;
  process.on('exit', () => {
    process.stdout.write(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`);
  });
  // A suite that ran nothing has shown nothing.
  process.exitCode = failed > 0 || passed === 0 || skipped > 0 ? 1 : 0;
});
