import { parseArgs } from 'node:util';
import { readConfig } from '../config/config.ts';
import { openDatabase } from '../database/open-database.ts';
import type { AuditHead } from './audit-log.ts';
import { verify } from './verify.ts';

/**
 * `npm run audit:verify [-- --head <n>:<hash>]` reads the audit log of the data folder or of `DATABASE_URL`, changes nothing, and
 * exits with 0 only if the chain is whole. With a head that was noted elsewhere it also finds that the end was cut off.
 */
const run = async (): Promise<number> => {
  const { databaseUrl, dataFolder } = readConfig();
  const knownHead = readHead(process.argv.slice(2));
  const { db, close } = openDatabase({ databaseUrl, dataFolder, readOnly: true });
  try {
    const verdict = await verify(db, { knownHead });
    if (verdict.name === 'intact') {
      process.stdout.write(`${verdict.entries} entries, chain intact\n`);
      return 0;
    }
    process.stdout.write(`entry ${verdict.sequence} is ${verdict.fault}\n`);
    return 1;
  } finally {
    await close();
  }
};

const readHead = (args: string[]): AuditHead | null => {
  const { head } = parseArgs({ args, options: { head: { type: 'string' } } }).values;
  if (head === undefined) return null;
  const [, sequence, hash] = /^([1-9]\d{0,14}):([A-Za-z0-9_-]{43})$/.exec(head) ?? [];
  if (!sequence || !hash) throw new Error('--head should be <number>:<hash>, as it is on a case note.');
  return { sequence: Number(sequence), hash };
};

try {
  process.exitCode = await run();
} catch (error) {
  // It could not look: that is not intact either.
  process.stderr.write(
    `The audit log could not be verified. ${error instanceof Error ? error.message : ''}\n`,
  );
  process.exitCode = 1;
}
