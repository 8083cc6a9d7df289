import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { Suggestion } from '../../protocol/http/invitations.ts';
import { TenantId } from '../../protocol/identifier.ts';
import { readConfig } from '../config/config.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import { createInTransaction } from '../database/transaction.ts';
import { readHost } from '../tenants/allowed-hosts.ts';
import { createInvitation } from './create-invitation.ts';

const usage = `npm run tenant:invite -- --name "Acme Outdoor" [--id acme] [--crm zendesk|salesforce|jwt] [--base https://acme.zendesk.com]`;

/**
 * Prints a one-time address at which somebody sets a new tenant up and becomes its first admin. Reads the same environment as the
 * server, which may be running.
 */
const run = async (): Promise<void> => {
  const config = readConfig();
  const wanted = readArguments(process.argv.slice(2), config.localHosts);
  const { db, kind, close } = openDatabase(config);
  try {
    await migrate(db);
    const inTransaction = createInTransaction(db, kind);
    const needs = { inTransaction, origin: config.origin, now: Date.now };
    const { tenantId, url, expiresAt } = await createInvitation(needs, wanted);
    process.stdout.write(`
  Send this to whoever administers the CRM of “${wanted.name}”, by a way that nobody else reads:

    ${url}

  It works once, until ${new Date(expiresAt).toUTCString()}, and cannot be shown again.
  The tenant’s id will be ${tenantId}.

`);
  } finally {
    await close();
  }
};

const readArguments = (args: string[], localHosts: ReadonlySet<string>) => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { name: text, id: text, crm: text, base: text } });
  const name = values.name?.trim() ?? '';
  if (name === '' || name.length > 80) throw new Error(`--name should be the organization’s.\n  ${usage}`);
  if (values.id !== undefined && !v.is(TenantId, values.id)) {
    throw new Error('--id should be lower-case letters, digits and hyphens.');
  }
  return { name, tenantId: values.id ?? null, suggestion: readSuggestion(values, localHosts) };
};

const readSuggestion = (
  { crm, base }: { readonly crm?: string | undefined; readonly base?: string | undefined },
  localHosts: ReadonlySet<string>,
) => {
  if (crm === undefined && base === undefined) return null;
  const read = v.safeParse(Suggestion, { kind: crm, base: base ?? null });
  if (!read.success) throw new Error(`--crm should be zendesk, salesforce or jwt.\n  ${usage}`);
  const { kind } = read.output;
  if (base !== undefined && kind !== 'jwt') readHost(kind, base, localHosts);
  return read.output;
};

try {
  await run();
} catch (error) {
  process.stderr.write(`Nobody was invited: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
