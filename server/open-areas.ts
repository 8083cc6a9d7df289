import { join } from 'node:path';
import type { Logger } from 'pino';
import { createAccess } from './agents/access.ts';
import { createAgentRoutes } from './agents/create-agents.ts';
import { reassignRoles } from './agents/reassign-roles.ts';
import { createArtifacts } from './artifacts/create-artifacts.ts';
import { storagesOf } from './artifacts/storages.ts';
import { createAuth } from './auth/create-auth.ts';
import type { Config } from './config/config.ts';
import { createCrm } from './crm/create-crm.ts';
import { rewrapTokens } from './crm/rewrap-tokens.ts';
import { openKeyRing } from './crypto/key-ring.ts';
import { openAndMigrate } from './database/open-and-migrate.ts';
import { createInTransaction, type Transaction } from './database/transaction.ts';
import { forwardedAddress } from './http/forwarded-address.ts';
import { openUpstream } from './http/upstream.ts';
import { createWorker } from './jobs/worker.ts';
import type { Bundles } from './pages/bundles.ts';
import { snippetOf } from './pages/snippet-of.ts';
import { createRecordings } from './recordings/create-recordings.ts';
import { rewrapRecordingKeys } from './recordings/rewrap-recording-keys.ts';
import { createPurge } from './retention/purge.ts';
import { createSessions } from './sessions/create-sessions.ts';
import { createMayRecord } from './sessions/may-record.ts';
import { createTransferSides } from './sessions/transfer-party.ts';
import { createSetup } from './setup/create-setup.ts';
import { rememberFact } from './setup/setup-facts.ts';
import { openStorages } from './storage/open-storage.ts';
import { loadTenantsFile } from './tenants/load-tenants-file.ts';
import { rewrapTenants } from './tenants/rewrap-tenants.ts';
import { createIsSite } from './tenants/site-origins.ts';
import type { Tenant } from './tenants/tenant.ts';
import { createTenantStore } from './tenants/tenant-store.ts';
import { createTransfers } from './transfers/create-transfers.ts';

interface AreaNeeds {
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => number;
  readonly bundles: Bundles;
}

/** Builds every area and hands it what it needs. */
export const openAreas = async ({ config, log, now, bundles }: AreaNeeds) => {
  const { origin, dataFolder, localHosts } = config;
  const [database, keyRing] = await Promise.all([openAndMigrate(config, log), openKeyRing(dataFolder)]);
  const { db, kind } = database;
  const inTransaction = createInTransaction(db, kind);
  const upstream = openUpstream({ localHosts });
  const storages = openStorages({ localHosts });
  const tenants = createTenantStore({ keyRing, now });
  const findTenant = (id: string) => tenants.find(db, id);
  if (config.tenantsFile) {
    const onChanged = (trx: Transaction, tenant: Tenant) => reassignRoles(trx, tenant, 'settings');
    const left = await loadTenantsFile({ tenants, inTransaction, onChanged }, config.tenantsFile);
    if (left.length > 0) log.warn({ tenants: left }, 'Tenants of the file were removed, and stay so');
  }

  const store = { db, inTransaction, keyRing, tenants, now };
  const crms = createCrm({ ...store, upstream, log });
  const { crmOf } = crms;
  const access = createAccess({
    ...store,
    personOf: async (who) => (await crmOf(who)).currentUser(),
    personAskedBy: async (by, crmUserId) => (await crmOf(by)).grantsOf(crmUserId),
  });
  const artifacts = createArtifacts({
    ...store,
    ...storagesOf({
      dataFolder,
      region: config.region,
      crmOf,
      openStorage: storages.open,
      machineRoleTenants: config.machineRoleTenants,
    }),
    dataFolder,
    spoolLimitBytes: config.spoolLimitBytes,
    findTenant,
    onArtifactsChanged: (trx, of) => sessions.onArtifactsChanged(trx, of),
    endTransfers: (trx, of) => transfers.endAllOf(trx, of),
    wake: () => mover.wake(),
    log,
  });
  const mayRecord = createMayRecord(db);
  const recordings = createRecordings({ ...store, ...artifacts, findTenant, mayRecord, dataFolder, log });
  const isSite = createIsSite({ db, tenants, now });
  const transfers = createTransfers({
    ...store,
    ...createTransferSides({ db, findTenant, isSite, origin, now }),
    findTenant,
    dataFolder,
    clamd: config.clamd,
    keep: artifacts.keep,
    region: config.region,
    spoolLimitBytes: config.spoolLimitBytes,
  });
  const sessions = createSessions({
    ...store,
    recorders: recordings.recorders,
    findTenant,
    isSite,
    crmOf,
    access,
    origin,
    addressOf: forwardedAddress(config.trustProxyHops),
    scansFiles: config.clamd !== null,
    wake: () => worker.wake(),
    log,
  });
  const auth = createAuth({
    ...store,
    crms,
    upstream,
    access,
    origin,
    onSignedOut: (who) => sessions.endAllOf(who),
    onSignedIn: (trx, who) => sessions.onSignedIn(trx, who),
    onSigned: (trx, tenantId) => rememberFact(trx, { tenantId, name: 'panel_signed', at: now() }, {}),
  });
  const agentRoutes = createAgentRoutes({
    ...store,
    access,
    onRolesChanged: async (people) => {
      for (const who of people) await sessions.endIfRoleLost(who);
    },
    onAccessLost: (who) => sessions.endAllOf(who, 'role_lost'),
    signOutEverywhere: auth.signOut,
  });
  const setup = createSetup({
    ...store,
    identify: auth.identify,
    startTest: sessions.startTest,
    crms,
    upstream,
    snippet: snippetOf(origin, bundles),
    startSignIn: auth.startFirstSignIn,
    adminCodes: auth.adminCodes,
    origin,
    localHosts,
    ownRegion: config.region,
    machineRoleTenants: config.machineRoleTenants,
    checkTarget: artifacts.checkTarget,
    onConsentChanged: sessions.followPolicy,
  });
  const handlers = { ...sessions.handlers, ...auth.handlers };
  const { onGivenUp } = sessions;
  const work = { db, kind, inTransaction, now, log };
  const worker = createWorker({ ...work, handlers, onGivenUp });
  // What takes long has lanes of its own: no note waits for it.
  const mover = createWorker({ ...work, handlers: artifacts.handlers, onGivenUp: artifacts.onGivenUp });
  const assetCacheFolder = join(dataFolder, 'assets');
  const rewrap = async (): Promise<void> => {
    await rewrapTenants(store);
    await rewrapTokens(store);
    await rewrapRecordingKeys(store);
  };
  const purge = createPurge({ db, assetCacheFolder, deleteExpired: artifacts.deleteExpired, now });
  return {
    database,
    upstream,
    storages,
    findTenant,
    artifacts,
    recordings,
    transfers,
    sessions,
    auth,
    agentRoutes,
    setup,
    workers: [worker, mover],
    assetCacheFolder,
    purge,
    rewrap,
  };
};

export type Areas = Awaited<ReturnType<typeof openAreas>>;
