import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after } from 'node:test';
import express, { type RequestHandler } from 'express';
import { type ConsentPolicy, defaultConsentPolicy } from '../../protocol/consent-policy.ts';
import type { JoinClaim, VisitorAdmitted } from '../../protocol/http/joining.ts';
import type { LiveCode, LiveToken, SessionStarted } from '../../protocol/http/sessions.ts';
import type { AgentRole } from '../../protocol/permission.ts';
import { defaultStoragePolicy, type StoragePolicy } from '../../protocol/storage-policy.ts';
import type { Access } from '../../server/agents/access.ts';
import type { AgentRef } from '../../server/agents/agent.ts';
import { findAgent, saveAgent } from '../../server/agents/agent-store.ts';
import { permissionsOf } from '../../server/agents/roles.ts';
import type { NewArtifact } from '../../server/artifacts/artifact.ts';
import { createArtifacts } from '../../server/artifacts/create-artifacts.ts';
import type { EndTransfers } from '../../server/artifacts/end-transfers.ts';
import type { CrmOf } from '../../server/crm/crm.ts';
import { sha256Bytes } from '../../server/crypto/digest.ts';
import { openKeyRing } from '../../server/crypto/key-ring.ts';
import type { Caller } from '../../server/http/caller.ts';
import { answerErrors, notFound } from '../../server/http/errors.ts';
import { forwardedAddress } from '../../server/http/forwarded-address.ts';
import { Problem } from '../../server/http/problem.ts';
import { createWorker, type Worker } from '../../server/jobs/worker.ts';
import { createRecordings } from '../../server/recordings/create-recordings.ts';
import { createSessions, type Sessions } from '../../server/sessions/create-sessions.ts';
import { createMayRecord } from '../../server/sessions/may-record.ts';
import { sessionArtifactRoutes } from '../../server/sessions/session-artifact-routes.ts';
import { openDisk } from '../../server/storage/disk.ts';
import type { Tenant } from '../../server/tenants/tenant.ts';
import type { TestDatabase } from './database.ts';
import { createNotebookCrm, type NotebookCrm } from './notebook-crm.ts';
import { RoomPeer, type SigningKeys, type Transport } from './room-peer.ts';

export const handrailOrigin = 'http://handrail.test';
export const shopOrigin = 'http://shop.test';

/** What a test of sessions needs: the real thing on a loopback port, two companies, a clock that it turns itself. */
export interface SessionsHouse {
  readonly sessions: Sessions;
  readonly worker: Worker;
  readonly crm: NotebookCrm;
  readonly database: TestDatabase;
  readonly origin: string;
  readonly logged: unknown[];
  /** Recordings that were put together, as they were given to be kept. */
  readonly kept: readonly Kept[];
  now(): number;
  /** Lets time pass. */
  pass(ms: number): void;
  /** As this person, whose bearer is their name; null: as nobody. */
  call(who: Person | null, path: string, request?: Request): Promise<Answer>;
  /** From here on the company acme has decided this about consent. */
  setPolicy(policy: ConsentPolicy): Promise<void>;
  /** From here on it has decided this about what is kept. */
  setStorage(policy: StoragePolicy): void;
  /** From here on this company is not here any more. */
  removeTenant(id: string): void;
  /** From here on the CRM gives this person these roles. */
  setRoles(who: Person, roles: readonly AgentRole[]): void;
  start(who?: Person): Promise<Started>;
  admit(started: Started, claim?: JoinClaim): Promise<VisitorAdmitted>;
  visitor(started: Started, admitted: VisitorAdmitted, options?: PeerOptions): Promise<RoomPeer>;
  agent(started: Started, who?: Person): Promise<RoomPeer>;
  /** The bearer of the live view of whoever started it. */
  liveToken(started: Started): Promise<string>;
  refOf(who: Person): AgentRef;
  /** The same person comes again, after the end or when it goes on. */
  again(peer: RoomPeer, options?: { readonly over?: true }): Promise<RoomPeer>;
  connect(sessionId: string, origin?: string): Promise<RoomPeer>;
  close(): Promise<void>;
}

type Person = 'ada' | 'sam' | 'ann' | 'eve' | 'nora';

interface Kept {
  readonly artifact: NewArtifact;
  readonly content: Buffer;
}

interface Request {
  readonly body?: unknown;
  readonly method?: string;
  readonly bearer?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back.
  readonly body: any;
  readonly headers: Headers;
}

export interface Started extends SessionStarted {
  readonly id: string;
  readonly proof: string;
  readonly by: Person;
}

interface PeerOptions {
  readonly place?: 'join' | 'site';
  readonly keys?: SigningKeys;
}

interface HouseOptions {
  readonly joinWithinMs?: number;
  /** How everybody comes; by WebSocket when not said. */
  readonly transport?: Transport;
  readonly crm?: NotebookCrm;
  /** The company acme has this in place of Zendesk. */
  readonly console?: { readonly settings: Tenant['settings']['crm']; readonly crmOf: CrmOf };
  /** Files are looked at for malware. */
  readonly scansFiles?: boolean;
  /** Happens while somebody is being let in: between the first look at the session and the last. */
  readonly meanwhile?: () => Promise<void>;
  /** How much may wait on the disk; much, when not said. */
  readonly spoolLimitBytes?: number;
  readonly maxWaitingBytes?: number;
  /** Happens before an artifact is kept; when it throws, none is. */
  readonly beforeKeeping?: () => Promise<void>;
  /** How often a live view may list and fetch what was kept; often, when not said. */
  readonly keptPerMinute?: { readonly lists: number; readonly pieces: number };
  /** Ends what is on its way when all of somebody is deleted. */
  readonly endTransfers?: EndTransfers;
}

const people: Readonly<Record<Person, { tenantId: string; name: string; roles: readonly AgentRole[] }>> = {
  ada: { tenantId: 'acme', name: 'Ada Agent', roles: ['agent'] },
  sam: { tenantId: 'acme', name: 'Sam Supervisor', roles: ['supervisor'] },
  ann: { tenantId: 'acme', name: 'Ann Admin', roles: ['admin'] },
  nora: { tenantId: 'acme', name: 'Nora Norole', roles: [] },
  eve: { tenantId: 'other', name: 'Eve Else', roles: ['agent', 'supervisor', 'admin'] },
};

const tenantOf = (id: string, site: string): Tenant => ({
  id,
  name: id,
  settings: {
    crm: {
      kind: 'zendesk',
      base: `https://${id}.test`,
      subdomain: id,
      clientId: 'c',
      clientSecret: 's',
      frameworkSdkUrl: 'https://sdk.test/',
      app: null,
    },
    logoUrl: null,
    sites: [{ name: 'Shop', origin: site, url: `${site}/` }],
    roleRules: [],
    pilot: null,
    brands: [
      { id: 'outlet', name: 'Outlet', logoUrl: `${site}/logo.png`, locale: 'de', siteUrl: `${site}/outlet` },
    ],
    assetHosts: [],
    maskSelectors: ['.secret'],
    showInputSelectors: ['#search'],
    linkLifetimeMs: 60 * 60_000,
    sessionLimitMs: 4 * 60 * 60_000,
  },
});

export const tenants: ReadonlyMap<string, Tenant> = new Map([
  ['acme', tenantOf('acme', shopOrigin)],
  ['other', tenantOf('other', 'http://other-shop.test')],
]);

/** Opens the house over this database; a second one over the same database is a restart. */
export const openSessionsHouse = async (
  database: TestDatabase,
  options: HouseOptions = {},
): Promise<SessionsHouse> => {
  const { db, inTransaction } = database;
  const logged: unknown[] = [];
  const log = {
    error: (...args: unknown[]) => logged.push(args) && undefined,
    warn: (...args: unknown[]) => logged.push(args) && undefined,
  };
  let ahead = 0;
  let consent = defaultConsentPolicy;
  let storage = defaultStoragePolicy;
  const kept: Kept[] = [];
  const removed = new Set<string>();
  const now = () => Date.now() + ahead;
  const crm = options.crm ?? createNotebookCrm(['35436', '35437']);
  const callers = await seedPeople(database, now());
  const roles = new Map<string, readonly AgentRole[]>();
  const refresh: Access['refresh'] = async (who) => {
    const agent = await findAgent(db, who);
    if (!agent) throw new Problem('unauthorized', 'Sign in first.');
    const held = roles.get(agent.id) ?? agent.roles;
    return saveAgent(db, { ...agent, roles: held, at: now() });
  };
  const keyRing = openKeyRing(database.dataFolder);
  const findTenant = async (id: string): Promise<Tenant | null> => {
    await options.meanwhile?.();
    const tenant = removed.has(id) ? null : (tenants.get(id) ?? null);
    if (id !== 'acme' || !tenant) return tenant;
    const crm = options.console?.settings ?? tenant.settings.crm;
    return { ...tenant, settings: { ...tenant.settings, crm, consent, storage } };
  };
  const artifacts = createArtifacts({
    db,
    inTransaction,
    keyRing,
    dataFolder: database.dataFolder,
    spoolLimitBytes: options.spoolLimitBytes ?? 1024 ** 3,
    findTenant,
    region: null,
    disk: openDisk({ folder: join(database.dataFolder, 'artifacts'), region: null }),
    openStorage: () => Promise.reject(new Error('There is no such storage here.')),
    caseFilesOf: () => Promise.reject(new Error('There is no such storage here.')),
    ...(options.endTransfers ? { endTransfers: options.endTransfers } : {}),
    wake: () => undefined,
    now,
    log,
  });
  const recordings = createRecordings({
    mayRecord: createMayRecord(db),
    db,
    inTransaction,
    keyRing,
    findTenant,
    spoolHasRoom: artifacts.spoolHasRoom,
    checkPlace: artifacts.checkPlace,
    keep: async (artifact, content) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      const whole = Buffer.concat(chunks);
      await options.beforeKeeping?.();
      const done = await artifacts.keep(artifact, streamOf(whole));
      kept.push({ artifact, content: whole });
      return done;
    },
    dataFolder: database.dataFolder,
    ...(options.maxWaitingBytes === undefined ? {} : { maxWaitingBytes: options.maxWaitingBytes }),
    now,
    log,
  });
  const sessions = createSessions({
    db,
    inTransaction,
    keyRing,
    recorders: recordings.recorders,
    findTenant,
    isSite: async (origin) =>
      [...tenants.values()].some(({ settings }) => settings.sites.some((site) => site.origin === origin)),
    crmOf: options.console?.crmOf ?? (async () => crm),
    access: {
      refresh,
      ensureFresh: async (agent, until) =>
        until - agent.rolesCheckedAt < 15 * 60_000
          ? agent
          : refresh({ tenantId: agent.tenantId, agentId: agent.id }),
    },
    origin: handrailOrigin,
    addressOf: forwardedAddress(0),
    scansFiles: options.scansFiles ?? false,
    wake: () => undefined,
    now,
    log,
    ...(options.joinWithinMs === undefined ? {} : { joinWithinMs: options.joinWithinMs }),
  });
  const worker = createWorker({
    db,
    kind: database.kind,
    inTransaction,
    handlers: sessions.handlers,
    onGivenUp: sessions.onGivenUp,
    now,
    log,
    random: () => 0,
  });
  const app = express()
    .use('/realtime', sessions.realtimeRoutes)
    .use(express.json({ limit: '256kb' }))
    .use(identifyBy(callers))
    .use(
      '/api',
      sessions.routes,
      recordings.routes,
      artifacts.routes,
      sessionArtifactRoutes({
        db,
        ...artifacts,
        ...(options.keptPerMinute && { perMinute: options.keptPerMinute }),
      }),
    )
    .use(notFound)
    .use(answerErrors(log));
  const server = createServer(app);
  sessions.acceptUpgrade(server);
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const close = async () => {
    await sessions.drain(0);
    const closed = Promise.withResolvers<void>();
    server.close(() => closed.resolve());
    server.closeAllConnections();
    await closed.promise;
  };
  opened.add(close);

  const call: SessionsHouse['call'] = async (who, path, request = {}) => {
    const bearer = request.bearer ?? who;
    const response = await fetch(`${origin}${path}`, {
      method: request.method ?? (request.body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...request.headers,
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers };
  };
  const connect: SessionsHouse['connect'] = (sessionId, from = handrailOrigin) =>
    RoomPeer.connect(`${origin.replace('http', 'ws')}/realtime/${sessionId}`, {
      origin: from,
      sessionId,
      transport: options.transport ?? 'websocket',
    });
  const redeem = async ({ id }: Started, { who, publicKey }: { who: Person; publicKey: string }) => {
    const { code }: LiveCode = (await call(who, `/api/sessions/${id}/live-codes`, { body: {} })).body;
    const redeemed = await call(null, `/api/sessions/${id}/live-tokens`, { body: { code, publicKey } });
    const { token }: LiveToken = redeemed.body;
    return token;
  };

  return {
    sessions,
    worker,
    crm,
    database,
    origin,
    logged,
    kept,
    now,
    pass: (ms) => {
      ahead += ms;
    },
    call,
    setPolicy: (policy) => {
      consent = policy;
      return sessions.followPolicy('acme', policy);
    },
    setStorage: (policy) => {
      storage = policy;
    },
    removeTenant: (id) => void removed.add(id),
    setRoles: (who, held) => roles.set(callers.get(who)?.agentId ?? '', held),
    start: async (who = 'ada') => {
      const proof = randomBytes(32);
      const answer = await call(who, '/api/sessions', {
        body: { caseId: '35436', proofHash: sha256Bytes(proof) },
      });
      if (answer.status !== 201) throw new Error(`not started: ${JSON.stringify(answer.body)}`);
      return { ...answer.body, id: answer.body.session.id, proof: proof.toString('base64url'), by: who };
    },
    admit: async (started, claim = { by: 'link', proof: started.proof }) => {
      const answer = await call(null, `/api/join/${started.id}/admissions`, {
        body: { claim, capabilities: ['view'] },
      });
      if (answer.status !== 201) throw new Error(`not admitted: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    visitor: async (started, { credential }, { place = 'site', keys } = {}) => {
      const peer = await connect(started.id, place === 'site' ? shopOrigin : handrailOrigin);
      await peer.join({ role: 'visitor', place, credential, ...(keys ? { keys } : {}) });
      return peer;
    },
    liveToken: (started) => redeem(started, { who: started.by, publicKey: 'A'.repeat(87) }),
    refOf: (who) => {
      const caller = callers.get(who);
      if (!caller) throw new Error(`Nobody is called ${who}.`);
      return caller;
    },
    agent: async (started, who = started.by) => {
      const peer = await connect(started.id);
      const token = await redeem(started, { who, publicKey: peer.keys.publicKey });
      await peer.join({ role: 'agent', place: 'live', credential: token });
      return peer;
    },
    again: async ({ sessionId, came }, { over } = {}) => {
      if (!came) throw new Error('Who never came in can’t come again.');
      const { over: _wasOver, ...as } = came;
      const peer = await connect(sessionId, as.place === 'site' ? shopOrigin : handrailOrigin);
      await peer.join({ ...as, ...(over ? { over } : {}) });
      return peer;
    },
    connect,
    close: async () => {
      opened.delete(close);
      await close();
    },
  };
};

async function* streamOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const opened = new Set<() => Promise<void>>();
after(async () => {
  for (const close of opened) await close();
});

const seedPeople = async ({ db }: TestDatabase, at: number): Promise<ReadonlyMap<string, Caller>> => {
  for (const id of tenants.keys()) {
    await db
      .insertInto('tenants')
      .values({ id, name: id, settings: '', updated_at: at })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
  const callers = new Map<string, Caller>();
  for (const [person, { tenantId, name, roles }] of Object.entries(people)) {
    const email = `${person}@test`;
    const agent = await saveAgent(db, { tenantId, crmUserId: person, name, email, roles, at });
    callers.set(person, {
      tenantId,
      agentId: agent.id,
      name,
      roles,
      signedInAt: Date.now(),
      permissions: permissionsOf(roles),
      signedCase: null,
    });
  }
  return callers;
};

const identifyBy =
  (callers: ReadonlyMap<string, Caller>): RequestHandler =>
  (req, res, next) => {
    const caller = callers.get(req.headers.authorization?.replace('Bearer ', '') ?? '');
    if (caller) res.locals.caller = caller;
    next();
  };
