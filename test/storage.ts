import { existsSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/**
 * `npm run test:storage [-- <target>…]`: the contract suite on real targets, started here: one file a target in test/storage/; and beside them the scanner of
 * files on ClamAV. A target that ran nothing has shown nothing, and fails.
 */
const targets = ['disk', 's3', 'azure', 'salesforce', 'zendesk', 'clamav'] as const;

interface Count {
  readonly target: string;
  readonly passed: number;
  readonly failed: number;
}

const runTarget = async (target: string): Promise<Count> => {
  const file = `test/storage/${target}.ts`;
  const counted = { target, passed: 0, failed: 0 };
  if (!existsSync(file)) return counted;
  const stream = run({ files: [file], timeout: 15 * 60_000, forceExit: false });
  stream.on('test:pass', ({ skip, todo, details }) => {
    if (details.type !== 'suite' && skip === undefined && todo === undefined) counted.passed += 1;
  });
  stream.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') counted.failed += 1;
  });
  const ended = Promise.withResolvers<void>();
  stream.once('end', () => ended.resolve());
  stream.compose(spec()).pipe(process.stdout, { end: false });
  await ended.promise;
  return counted;
};

const asked = process.argv.slice(2);
const counts: Count[] = [];
for (const target of targets.filter((one) => asked.length === 0 || asked.includes(one)))
  counts.push(await runTarget(target));
process.on('exit', () => {
  const lines = counts.map(({ target, passed, failed }) => `${target}: ${passed} passed, ${failed} failed\n`);
  process.stdout.write(`\n${lines.join('')}`);
});
const isGood = counts.length > 0 && counts.every(({ passed, failed }) => passed > 0 && failed === 0);
process.exitCode = isGood ? 0 : 1;
