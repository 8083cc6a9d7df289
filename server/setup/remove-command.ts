import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { readConfig } from '../config/config.ts';
import { createCrm } from '../crm/create-crm.ts';
import { openKeyRing } from '../crypto/key-ring.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import { createInTransaction } from '../database/transaction.ts';
import { openUpstream } from '../http/upstream.ts';
import { createTenantStore } from '../tenants/tenant-store.ts';
import { createRemoveTenant, createRestoreTenant } from './remove-tenant.ts';

const usage = 'npm run tenant:remove -- <tenant id> [--yes | --undo]';

/** Removes a tenant, or takes that back. Reads the same environment as the server, which may be running. */
const run = async (): Promise<void> => {
  const { tenantId, yes, undo } = readArguments(process.argv.slice(2));
  if (!undo && !yes) await confirm(tenantId);
  const config = readConfig();
  const { db, kind, close } = openDatabase(config);
  const upstream = openUpstream({ localHosts: config.localHosts });
  try {
    await migrate(db);
    const [now, inTransaction] = [Date.now, createInTransaction(db, kind)];
    const keyRing = openKeyRing(config.dataFolder);
    const tenants = createTenantStore({ keyRing, now });
    if (undo) {
      await createRestoreTenant({ inTransaction, tenants, now })(tenantId);
      process.stdout.write(`\n  The tenant ${tenantId} is there again. Everybody signs in anew.\n\n`);
      return;
    }
    const log = pino({ level: 'silent' });
    const crm = { db, inTransaction, keyRing, upstream, now, log };
    const remove = createRemoveTenant({
      db,
      inTransaction,
      tenants,
      vaultOf: (tenant) => createCrm({ ...crm, tenants: { find: async () => tenant } }).vault,
      now,
    });
    const { sessions, unwritten, artifacts, revoked, untold } = await remove(tenantId);
    process.stdout.write(`
  The tenant ${tenantId} is removed: nobody signs in to it, calls or joins in its name any more.

    ended:      ${sessions} open sessions; a running server tells whoever is in them within seconds
    revoked:    ${revoked} grants at the CRM${untold > 0 ? `\n    not told:   the CRM, of ${untold} grants: its admin should revoke them there; the tokens are destroyed` : ''}
    not on their cases: ${unwritten} sessions' summaries; they stay in the session log
    destroyed:  ${artifacts} recordings, screenshots and files; a running server takes them away where they lie, but for those in the CRM

  Its session log and audit log are kept. To take the removal back, but for what is destroyed: npm run tenant:remove -- ${tenantId} --undo

`);
  } finally {
    await upstream.close();
    await close();
  }
};

const readArguments = (args: string[]) => {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { yes: flag, undo: flag },
  });
  const [tenantId, ...more] = positionals;
  if (tenantId === undefined || more.length > 0) throw new Error(`Name one tenant.\n  ${usage}`);
  return { tenantId, ...values };
};

const confirm = async (tenantId: string): Promise<void> => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const asked = `This ends every session of ${tenantId} and signs everybody out of it. Type its id to go on: `;
  // Where nothing more can be typed, nobody has said yes.
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const typed = await Promise.race([terminal.question(asked), ended]);
  terminal.close();
  if (typed.trim() !== tenantId) throw new Error('That is not its id.');
};

try {
  await run();
} catch (error) {
  process.stderr.write(`Nothing was removed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
