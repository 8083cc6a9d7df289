import { join } from 'node:path';
import { createArtifacts } from '../../server/artifacts/create-artifacts.ts';
import { type SpoolDisk, spoolDisk } from '../../server/artifacts/spool-disk.ts';
import { storagesOf } from '../../server/artifacts/storages.ts';
import { createCrm } from '../../server/crm/create-crm.ts';
import { openKeyRing } from '../../server/crypto/key-ring.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import { createInTransaction, type InTransaction } from '../../server/database/transaction.ts';
import { openUpstream, type Upstream } from '../../server/http/upstream.ts';
import { createWorker } from '../../server/jobs/worker.ts';
import type { ArtifactStorage } from '../../server/storage/artifact-storage.ts';
import { createTenantStore } from '../../server/tenants/tenant-store.ts';

interface ProcessPlace {
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
}

export interface ProcessNeeds extends ProcessPlace {
  readonly now: () => number;
  /** Called after everything that this does outside its own memory. */
  readonly step: (what: string) => Promise<void>;
}

/** What a process of Handrail has for artifacts, over the real disk, database and CRM. */
export const openArtifactsProcess = ({ dataFolder, databaseUrl, now, step }: ProcessNeeds) => {
  const { db, kind, close } = openDatabase({ dataFolder, databaseUrl });
  const keyRing = openKeyRing(dataFolder);
  const log = { error: () => undefined, warn: () => undefined };
  const tenants = createTenantStore({ keyRing, now });
  const inTransaction = steppedTransaction(createInTransaction(db, kind), step);
  const upstream = openUpstream({ localHosts: new Set(['zendesk.localhost', 'salesforce.localhost']) });
  const stepped = steppedUpstream(upstream, step);
  const { crmOf } = createCrm({ db, inTransaction, keyRing, upstream: stepped, tenants, now, log });
  const openStorage = () => Promise.reject(new Error('No bucket and no container here.'));
  const storages = storagesOf({
    dataFolder,
    region: null,
    crmOf,
    openStorage,
    machineRoleTenants: new Set(),
  });
  const artifacts = createArtifacts({
    ...storages,
    disk: steppedStorage(storages.disk, step),
    db,
    inTransaction,
    keyRing,
    dataFolder,
    spoolLimitBytes: 1024 ** 3,
    findTenant: (id) => tenants.find(db, id),
    wake: () => undefined,
    now,
    log,
    spoolDisk: steppedDisk(step),
  });
  const { handlers, onGivenUp } = artifacts;
  return {
    db,
    inTransaction,
    keyRing,
    artifacts,
    spoolFolder: join(dataFolder, 'spool'),
    worker: createWorker({ db, kind, inTransaction, handlers, onGivenUp, now, log, random: () => 0 }),
    close: async () => {
      await upstream.close();
      await close();
    },
  };
};

type Step = ProcessNeeds['step'];

const steppedTransaction =
  (inTransaction: InTransaction, step: Step): InTransaction =>
  async (work) => {
    const result = await inTransaction(async (trx) => {
      const done = await work(trx);
      await step('before commit');
      return done;
    });
    await step('commit');
    return result;
  };

const steppedUpstream = ({ fetch }: Upstream, step: Step): Pick<Upstream, 'fetch'> => ({
  fetch: async (url, request) => {
    const response = await fetch(url, request);
    await step(`answer of ${new URL(url).pathname}`);
    return response;
  },
});

const steppedStorage = (storage: ArtifactStorage, step: Step): ArtifactStorage => ({
  ...storage,
  put: async (object, signal) => {
    const stored = await storage.put(object, signal);
    await step('put');
    return stored;
  },
  read: async (ref, range) => {
    const content = await storage.read(ref, range);
    await step('read');
    return content;
  },
});

const steppedDisk = (step: Step): SpoolDisk => ({
  ...spoolDisk,
  create: async (path) => {
    const file = await spoolDisk.create(path);
    await step('created');
    return {
      ...file,
      write: async (bytes) => {
        await file.write(bytes);
        await step('written');
      },
      sync: async () => {
        await file.sync();
        await step('synced');
      },
    };
  },
  rename: async (from, to) => {
    await spoolDisk.rename(from, to);
    await step('renamed');
  },
  syncFolder: async (path) => {
    await spoolDisk.syncFolder(path);
    await step('folder synced');
  },
  remove: async (path) => {
    await spoolDisk.remove(path);
    await step('removed');
  },
});
