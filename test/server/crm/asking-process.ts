import * as v from 'valibot';
import { createCrm } from '../../../server/crm/create-crm.ts';
import { openKeyRing } from '../../../server/crypto/key-ring.ts';
import { openDatabase } from '../../../server/database/open-database.ts';
import { createInTransaction } from '../../../server/database/transaction.ts';
import { openUpstream } from '../../../server/http/upstream.ts';
import { createTenantStore } from '../../../server/tenants/tenant-store.ts';

/** A process that asks a CRM once who an agent is, and prints the name. What it needs comes as JSON in its first argument. */
const Asked = v.strictObject({
  databaseUrl: v.nullable(v.string()),
  dataFolder: v.string(),
  localHosts: v.array(v.string()),
  owner: v.strictObject({ tenantId: v.string(), agentId: v.string() }),
});

const { databaseUrl, dataFolder, localHosts, owner } = v.parse(Asked, JSON.parse(process.argv[2] ?? ''));
const { db, kind, close } = openDatabase({ databaseUrl, dataFolder });
const keyRing = openKeyRing(dataFolder);
const upstream = openUpstream({ localHosts: new Set(localHosts) });
const { crmOf } = createCrm({
  db,
  inTransaction: createInTransaction(db, kind),
  keyRing,
  upstream,
  tenants: createTenantStore({ keyRing, now: Date.now }),
  now: Date.now,
  log: { warn: () => undefined },
});
process.stdout.write((await (await crmOf(owner)).currentUser()).name);
await upstream.close();
await close();
