import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import * as v from 'valibot';
import {
  contentDigest,
  partBytes,
  partsOf,
  TransferProgress,
  TransferView,
  Transfers as TransferViews,
} from '../../protocol/http/transfers.ts';
import { defaultStoragePolicy, type StoragePolicy } from '../../protocol/storage-policy.ts';
import type { KeepArtifact, NewArtifact } from '../../server/artifacts/artifact.ts';
import { openKeyRing } from '../../server/crypto/key-ring.ts';
import { answerErrors, notFound } from '../../server/http/errors.ts';
import type { Problem } from '../../server/http/problem.ts';
import { createTransferSides } from '../../server/sessions/transfer-party.ts';
import type { Tenant } from '../../server/tenants/tenant.ts';
import { createTransfers, type Transfers } from '../../server/transfers/create-transfers.ts';
import { type BoundBearer, makeProof } from '../../widgets/link/proof-key.ts';
import type { TestDatabase } from './database.ts';
import { serve } from './http-server.ts';
import type { RoomPeer } from './room-peer.ts';
import {
  openSessionsHouse,
  type SessionsHouse,
  type Started,
  shopOrigin,
  tenants,
} from './sessions-house.ts';

export interface WorldOptions {
  /** Looks at every call first. */
  readonly before?: RequestHandler;
  readonly clamd?: string;
  readonly spoolLimitBytes?: number;
  readonly partStallMs?: number;
  readonly region?: string;
  /** In place of a list of what was kept. */
  readonly keep?: KeepArtifact;
}

interface Sending {
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly code: string | null;
  /** The answer, read as one file, as a list of them, or as how far one has come. @throws when it is something else. */
  readonly file: TransferView;
  readonly files: readonly TransferView[];
  readonly progress: TransferProgress;
  readonly bytes: Buffer;
  readonly headers: Headers;
}

/** One side of a session, who can send whatever. */
interface FilePerson {
  call(method: string, path: string, sending?: Sending): Promise<Answered>;
  /** Offers a file; answers with the refusal, or with what was begun. */
  offer(content: Uint8Array, about?: Offering): Promise<Answered>;
  put(
    id: string,
    part: number,
    bytes: Uint8Array,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered>;
  /** Offers, sends and completes it. Answers with the last that was answered: what refused it, or the file as it is then. */
  send(content: Uint8Array, about?: Offering): Promise<Answered>;
}

interface Offering {
  readonly name?: string;
  readonly id?: string;
  readonly bytes?: number;
  readonly sha256?: string;
}

export interface FileSession {
  readonly started: Started;
  readonly visitor: FilePerson;
  readonly agent: FilePerson;
  readonly visitorPeer: RoomPeer;
  readonly credential: string;
  /** The live view's bearer. */
  readonly token: string;
  /** What the customer allows from here on. */
  allow(files: boolean): Promise<void>;
}

export interface TransfersWorld {
  readonly house: SessionsHouse;
  readonly database: TestDatabase;
  readonly transfers: Transfers;
  readonly origin: string;
  readonly bugs: unknown[];
  /** What the company decides; it counts at once. */
  policy: StoragePolicy;
  /** What was kept, with its content. */
  kept: { readonly artifact: NewArtifact; readonly content: Buffer }[];
  /** Keeping is refused with this. */
  keepRefuses: Problem | null;
  /** Somebody has come in, and allows files. */
  session(who?: 'ada' | 'eve'): Promise<FileSession>;
  /** Names of files on the disk and of transfers in the table that are not just remembered. */
  left(): Promise<{ readonly files: string[]; readonly rows: string[] }>;
  actions(): Promise<string[]>;
}

export const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
export const transferId = (): string => `upl_${randomBytes(16).toString('base64url')}`;
export const digestOf = (bytes: Uint8Array): string =>
  contentDigest(createHash('sha256').update(bytes).digest());

/** Sessions over this database, and files in them. A second world over the same is a restart. */
export const openTransfersWorld = async (
  database: TestDatabase,
  options: WorldOptions = {},
): Promise<TransfersWorld> => {
  const { db, inTransaction, dataFolder } = database;
  const house = await openSessionsHouse(database, {
    endTransfers: (trx, of) => transfers.endAllOf(trx, of),
  });
  const bugs: unknown[] = [];
  const app = express();
  const server = await serve(app);
  const isSite = async (origin: string) => origin === shopOrigin || origin === 'http://other-shop.test';
  const keep: KeepArtifact = async (artifact, content) => {
    if (world.keepRefuses) throw world.keepRefuses;
    const chunks: Uint8Array[] = [];
    for await (const chunk of content) chunks.push(chunk);
    const whole = Buffer.concat(chunks);
    world.kept.push({ artifact, content: whole });
    const { length: bytes } = whole;
    const at = house.now();
    return {
      ...artifact,
      bytes,
      sha256: sha256Of(whole),
      sealing: 'handrail',
      target: 'disk',
      state: 'kept',
      createdAt: at,
      expiresAt: at,
      deleted: null,
    };
  };
  const transfers = createTransfers({
    db,
    inTransaction,
    keyRing: openKeyRing(dataFolder),
    dataFolder,
    findTenant: async (id) => {
      const tenant = tenantOf(id);
      return { ...tenant, settings: { ...tenant.settings, storage: world.policy } };
    },
    clamd: options.clamd ?? null,
    keep: options.keep ?? keep,
    region: options.region ?? null,
    spoolLimitBytes: options.spoolLimitBytes ?? 10 * 1024 ** 3,
    ...(options.partStallMs !== undefined && { partStallMs: options.partStallMs }),
    ...createTransferSides({
      db,
      findTenant: async (id) => tenantOf(id),
      isSite,
      origin: server.origin,
      now: house.now,
    }),
    now: house.now,
  });
  if (options.before) app.use(options.before);
  app
    .use('/api', express.json({ limit: '256kb' }), transfers.routes)
    .use(notFound)
    .use(answerErrors({ error: (...told: unknown[]) => void bugs.push(told) }));
  const world: TransfersWorld = {
    house,
    database,
    transfers,
    origin: server.origin,
    bugs,
    policy: { ...defaultStoragePolicy, keepTransfers: true },
    kept: [],
    keepRefuses: null,
    session: (who = 'ada') => openSession(world, who),
    left: async () => {
      const folder = join(dataFolder, 'uploads');
      const rows = await db.selectFrom('transfers').select(['id', 'state']).execute();
      return {
        files: existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [],
        rows: rows.filter(({ state }) => state !== 'received').map(({ id }) => id),
      };
    },
    actions: async () => {
      const rows = await db
        .selectFrom('audit_entries')
        .select('action')
        .where('action', 'like', 'transfer.%')
        .orderBy('sequence')
        .execute();
      return rows.map(({ action }) => action);
    },
  };
  return world;
};

const tenantOf = (id: string): Tenant => {
  const tenant = tenants.get(id);
  if (!tenant) throw new Error(`There is no company ${id}.`);
  return tenant;
};

const openSession = async (world: TransfersWorld, who: 'ada' | 'eve'): Promise<FileSession> => {
  const { house, database } = world;
  const started = await house.start(who);
  const admitted = await house.admit(started);
  const site = who === 'ada' ? shopOrigin : 'http://other-shop.test';
  const visitorPeer = await house.connect(started.id, site);
  await visitorPeer.join({ role: 'visitor', place: 'site', credential: admitted.credential });
  await house.agent(started);
  const token = await house.liveToken(started);
  const base = `/api/sessions/${started.id}/transfers`;
  const { credential } = admitted;
  const { keys } = visitorPeer;
  const session: FileSession = {
    started,
    visitorPeer,
    credential,
    token,
    visitor: person(base, async (method, path, sending) => {
      const proof = await visitorProof(world, { method, path, credential, keys });
      return ask(world, {
        method,
        path,
        sending,
        headers: { origin: site, authorization: `DPoP ${credential}`, dpop: proof },
      });
    }),
    agent: person(base, (method, path, sending) =>
      ask(world, { method, path, sending, headers: { authorization: `Bearer ${token}` } }),
    ),
    allow: async (files) => {
      const { grants } = await database.db
        .selectFrom('sessions')
        .select('grants')
        .where('id', '=', started.id)
        .executeTakeFirstOrThrow();
      const others = JSON.parse(grants).filter(
        (grant: { capability: string }) => grant.capability !== 'files',
      );
      const next = files ? [...others, { capability: 'files', to: 'agents', until: null }] : others;
      await database.db
        .updateTable('sessions')
        .set({ grants: JSON.stringify(next) })
        .where('id', '=', started.id)
        .execute();
    },
  };
  await session.allow(true);
  return session;
};

type Keys = Proven['keys'];

/** A visitor's credential with its key, as their browser has it. */
export const boundBearer = async (credential: string, keys: Keys): Promise<BoundBearer> => {
  const jwk = keys.privateKey.export({ format: 'jwk' });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const privateKey = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']);
  return { token: credential, key: { publicKey: keys.publicKey, privateKey } };
};

interface Proven {
  readonly method: string;
  readonly path: string;
  readonly credential: string;
  readonly keys: { readonly publicKey: string; readonly privateKey: KeyObject };
}

export const visitorProof = async (
  world: TransfersWorld,
  { method, path, credential, keys }: Proven,
): Promise<string> => {
  const bearer = await boundBearer(credential, keys);
  return makeProof(bearer, { method, url: world.origin + path, at: world.house.now() });
};

interface Asking {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sending?: Sending | undefined;
}

export const ask = async ({ origin }: TransfersWorld, asking: Asking): Promise<Answered> => {
  const { body, bytes, headers } = asking.sending ?? {};
  const response = await fetch(`${origin}${asking.path}`, {
    method: asking.method,
    headers: {
      ...asking.headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(bytes !== undefined && {
        'content-type': 'application/octet-stream',
        'content-digest': digestOf(bytes),
      }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(bytes !== undefined && { body: Buffer.from(bytes) }),
  });
  const content = Buffer.from(await response.arrayBuffer());
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const parsed: unknown = isJson && content.length > 0 ? JSON.parse(content.toString()) : null;
  const refusal = v.safeParse(v.looseObject({ code: v.string() }), parsed);
  return {
    status: response.status,
    code: refusal.success ? refusal.output.code : null,
    get file() {
      return v.parse(TransferView, parsed);
    },
    get files() {
      return v.parse(TransferViews, parsed).transfers;
    },
    get progress() {
      return v.parse(TransferProgress, parsed);
    },
    bytes: content,
    headers: response.headers,
  };
};

type Call = (method: string, path: string, sending?: Sending) => Promise<Answered>;

const person = (base: string, callWhole: Call): FilePerson => {
  const call: Call = (method, path, sending) => callWhole(method, `${base}${path}`, sending);
  const own: FilePerson = {
    call,
    offer: (content, { name = 'notes.txt', id = transferId(), bytes = content.length, sha256 } = {}) =>
      call('POST', '', { body: { id, name, bytes, ...(sha256 !== undefined && { sha256 }) } }),
    put: (id, part, bytes, headers = {}) => call('PUT', `/${id}/parts/${part}`, { bytes, headers }),
    send: async (content, about) => {
      const offered = await own.offer(content, about);
      if (offered.status !== 201) return offered;
      const { id } = offered.file;
      for (let part = 0; part < partsOf(content.length); part += 1) {
        const put = await own.put(id, part, content.subarray(part * partBytes, (part + 1) * partBytes));
        if (put.status !== 204) return put;
      }
      return call('POST', `/${id}/completions`, { body: { sha256: sha256Of(content) } });
    },
  };
  return own;
};
