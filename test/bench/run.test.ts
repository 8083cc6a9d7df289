import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('../../bench/run.ts', import.meta.url));

test('benchmarks are no tests: nothing of the test runner is in them, and no summary of none comes after their figures', async () => {
  // As somebody starts them who isn't the test runner itself.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;

  const run = promisify(execFile)(process.execPath, [program, '--only', 'nothing'], { env });

  await assert.rejects(run, (error: Error & { stdout?: string; stderr?: string }) => {
    assert.match(error.stderr ?? '', /There is no benchmark “nothing”/);
    assert.doesNotMatch(`${error.stdout}${error.stderr}`, /test_runner|tests 0/);
    return true;
  });
});
