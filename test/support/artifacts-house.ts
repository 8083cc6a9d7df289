import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import type { AgentRole } from '../../protocol/permission.ts';
import { defaultStoragePolicy, type StoragePolicy } from '../../protocol/storage-policy.ts';
import { permissionsOf } from '../../server/agents/roles.ts';
import type { NewArtifact } from '../../server/artifacts/artifact.ts';
import { findRow, type Row } from '../../server/artifacts/artifact-store.ts';
import {
  type Artifacts,
  type ArtifactsNeeds,
  createArtifacts,
} from '../../server/artifacts/create-artifacts.ts';
import { type KeyRing, openKeyRing } from '../../server/crypto/key-ring.ts';
import { answerErrors, notFound } from '../../server/http/errors.ts';
import { createWorker, type Worker } from '../../server/jobs/worker.ts';
import { openDisk } from '../../server/storage/disk.ts';
import type { Tenant } from '../../server/tenants/tenant.ts';
import type { TestDatabase } from './database.ts';
import { serve, type TestServer } from './http-server.ts';
import { chunksOf } from './random-object.ts';

/** What a test of artifacts needs: the real thing over a real database and real disks, a policy and a clock that it turns itself. */
export interface ArtifactsHouse {
  readonly artifacts: Artifacts;
  readonly worker: Worker;
  readonly database: TestDatabase;
  readonly keyRing: KeyRing;
  readonly logged: readonly unknown[];
  /** Keeps so many random bytes. */
  keep(about?: Partial<NewArtifact>, content?: Buffer): Promise<Row>;
  row(id: string): Promise<Row>;
  /** From here on the company has decided this. */
  setPolicy(policy: Partial<StoragePolicy>): void;
  now(): number;
  pass(ms: number): void;
  /** Names of what is in the spool. */
  spooled(): readonly string[];
  /** Does what is due, and what becomes due at once. */
  work(): Promise<void>;
  actions(id: string): Promise<readonly string[]>;
  /** As this person, at a path below /api; null: as nobody. */
  call(who: Person | null, method: string, path: string, request?: Request): Promise<Response>;
}

type Person = 'ada' | 'lost' | 'bob' | 'supervisor' | 'admin' | 'foreign';

interface Request {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type HouseOptions = Partial<
  Pick<
    ArtifactsNeeds,
    | 'disk'
    | 'openStorage'
    | 'caseFilesOf'
    | 'region'
    | 'spoolDisk'
    | 'spoolLimitBytes'
    | 'onArtifactsChanged'
    | 'inTransaction'
    | 'keyRing'
  >
>;

export const openArtifactsHouse = (database: TestDatabase, options: HouseOptions = {}): ArtifactsHouse => {
  const { db, dataFolder } = database;
  const logged: unknown[] = [];
  const log = {
    error: (...args: unknown[]) => void logged.push(args),
    warn: (...args: unknown[]) => void logged.push(args),
  };
  let ahead = 0;
  let policy = defaultStoragePolicy;
  const now = () => Date.now() + ahead;
  const region = options.region ?? null;
  const keyRing = options.keyRing ?? openKeyRing(dataFolder);
  const nowhere = () => Promise.reject(new Error('There is no such storage here.'));
  const needs = {
    db,
    inTransaction: database.inTransaction,
    dataFolder,
    spoolLimitBytes: 1024 ** 3,
    findTenant: async (id: string) => ({ ...tenant, id, settings: { ...tenant.settings, storage: policy } }),
    disk: openDisk({ folder: join(dataFolder, 'artifacts'), region }),
    openStorage: nowhere,
    caseFilesOf: nowhere,
    wake: () => undefined,
    now,
    log,
    ...options,
    region,
    keyRing,
  };
  const artifacts = createArtifacts(needs);
  const { handlers, onGivenUp } = artifacts;
  const { kind } = database;
  const { inTransaction } = needs;
  const worker = createWorker({ db, kind, inTransaction, handlers, onGivenUp, now, log, random: () => 0 });
  const row = async (id: string): Promise<Row> => {
    const found = await findRow(db, { id, tenantId: 'acme' });
    if (!found) throw new Error(`There is no artifact ${id}.`);
    return found;
  };
  let server: Promise<TestServer> | null = null;
  const listen = () =>
    serve(
      express()
        .use(express.json())
        .use(identify)
        .use('/api', artifacts.routes)
        .use(notFound)
        .use(answerErrors(log)),
    );
  return {
    call: async (who, method, path, { body, headers } = {}) => {
      server ??= listen();
      return fetch(`${(await server).origin}/api${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(who === null ? {} : { authorization: `Bearer ${who}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },
    artifacts,
    worker,
    database,
    keyRing,
    logged,
    row,
    now,
    keep: async (about = {}, content = randomBytes(100_000)) => {
      const { id } = await artifacts.keep(newArtifact(about), streamOf(content));
      return row(id);
    },
    setPolicy: (decided) => {
      policy = { ...policy, ...decided };
    },
    pass: (ms) => {
      ahead += ms;
    },
    spooled: () => namesIn(join(dataFolder, 'spool')),
    work: async () => void (await worker.runDue()),
    actions: async (id) => {
      const entries = await db
        .selectFrom('audit_entries')
        .select('action')
        .where('subject', '=', id)
        .orderBy('sequence')
        .execute();
      return entries.map(({ action }) => action);
    },
  };
};

const people: Readonly<Record<Person, { agentId: string; tenantId: string; roles: readonly AgentRole[] }>> = {
  ada: { agentId: 'agt_ada', tenantId: 'acme', roles: ['agent'] },
  /** Ada, once all her roles were taken away. */
  lost: { agentId: 'agt_ada', tenantId: 'acme', roles: [] },
  bob: { agentId: 'agt_bob', tenantId: 'acme', roles: ['agent'] },
  supervisor: { agentId: 'agt_sam', tenantId: 'acme', roles: ['supervisor'] },
  admin: { agentId: 'agt_ann', tenantId: 'acme', roles: ['admin'] },
  foreign: { agentId: 'agt_eve', tenantId: 'other', roles: ['agent', 'supervisor', 'admin'] },
};

const identify: RequestHandler = (req, res, next) => {
  const who = Object.entries(people).find(([name]) => req.headers.authorization === `Bearer ${name}`)?.[1];
  if (who) {
    const permissions = permissionsOf(who.roles);
    res.locals.caller = { ...who, name: who.agentId, signedInAt: Date.now(), permissions, signedCase: null };
  }
  next();
};

export const newArtifact = (about: Partial<NewArtifact> = {}): NewArtifact => ({
  id: `art_${randomBytes(16).toString('base64url')}`,
  tenantId: 'acme',
  sessionId: `ses_${randomBytes(16).toString('base64url')}`,
  agentId: 'agt_ada',
  caseId: '35436',
  kind: 'transfer',
  name: 'Rechnung.pdf',
  contentType: 'application/pdf',
  createdBy: 'agent:agt_ada',
  recording: null,
  ...about,
});

export async function* streamOf(content: Buffer): AsyncGenerator<Uint8Array> {
  yield* chunksOf(content);
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};

const tenant: Tenant = {
  id: 'acme',
  name: 'Acme',
  settings: {
    crm: {
      kind: 'zendesk',
      base: 'https://acme.test',
      subdomain: 'acme',
      clientId: 'c',
      clientSecret: 's',
      frameworkSdkUrl: 'https://sdk.test/',
      app: null,
    },
    logoUrl: null,
    sites: [{ name: 'Shop', origin: 'https://shop.test', url: 'https://shop.test/' }],
    roleRules: [],
    pilot: null,
    brands: [],
    assetHosts: [],
    maskSelectors: [],
    showInputSelectors: [],
    linkLifetimeMs: 60 * 60_000,
    sessionLimitMs: 4 * 60 * 60_000,
  },
};
