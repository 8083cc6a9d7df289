import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import express, { type Express, type RequestHandler } from 'express';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { createAccess } from './agents/access.ts';
import { createAgentRoutes } from './agents/create-agents.ts';
import { reassignRoles } from './agents/reassign-roles.ts';
import { findOwner } from './artifacts/find-owner.ts';
import { createAuthorizeViewer } from './assets/authorize-viewer.ts';
import { assetRoutes } from './assets/routes.ts';
import { createAuth } from './auth/create-auth.ts';
import type { Config } from './config/config.ts';
import { createCrm } from './crm/create-crm.ts';
import { openKeyRing } from './crypto/key-ring.ts';
import { openAndMigrate } from './database/open-and-migrate.ts';
import type { Database } from './database/open-database.ts';
import { createInTransaction, type Transaction } from './database/transaction.ts';
import { closeServer } from './http/close-server.ts';
import { answerErrors, notFound } from './http/errors.ts';
import { forwardedAddress } from './http/forwarded-address.ts';
import { healthRoutes } from './http/health.ts';
import { securityHeaders } from './http/security-headers.ts';
import { openUpstream } from './http/upstream.ts';
import { createWorker } from './jobs/worker.ts';
import { type Bundles, buildBundles } from './pages/bundles.ts';
import { createPages } from './pages/create-pages.ts';
import { createProblemPages } from './pages/problem-pages.ts';
import { snippetOf } from './pages/snippet-of.ts';
import { type Repeated, repeat } from './repeat.ts';
import { createPurge } from './retention/purge.ts';
import { createSessions } from './sessions/create-sessions.ts';
import { createSetup } from './setup/create-setup.ts';
import { rememberFact } from './setup/setup-facts.ts';
import { loadTenantsFile } from './tenants/load-tenants-file.ts';
import { createIsSite } from './tenants/site-origins.ts';
import type { Tenant } from './tenants/tenant.ts';
import { createTenantStore } from './tenants/tenant-store.ts';

/** Handrail, composed and not yet listening. */
export interface App {
  readonly server: Server;
  /** Begins the work that runs beside the requests. */
  start(): void;
  /** Lets nobody in any more, moves who is here, finishes what runs. */
  stop(): Promise<void>;
}

interface AppNeeds {
  readonly config: Config;
  readonly log: Logger;
  readonly now?: () => number;
}

/** How long people have to connect elsewhere when this process stops. */
const moveWithinMs = 2000;

/** Whoever sends a request, or its head, slower than this is not waited for; an upgrade's head is one, too. */
const slowRequests = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };

/** Builds every area and hands it what it needs. The only place that knows them all. */
export const createApp = async ({ config, log, now = Date.now }: AppNeeds): Promise<App> => {
  const bundles = await buildBundles();
  const areas = await openAreas({ config, log, now, bundles });
  const { database, upstream, sessions, worker } = areas;
  let draining = false;
  const web = mountAreas(areas, { config, log, now, bundles, isDraining: () => draining });
  const server = createServer(slowRequests, web);
  sessions.acceptUpgrade(server);
  const chores = choresOf(areas, log);
  return {
    server,
    start: () => {
      worker.start();
      for (const chore of chores) chore.start();
    },
    stop: async () => {
      draining = true;
      await sessions.drain(moveWithinMs);
      await closeServer(server);
      await Promise.all([worker.stop(), ...chores.map((chore) => chore.stop())]);
      await upstream.close();
      await database.close();
    },
  };
};

type AreaNeeds = Required<AppNeeds> & { readonly bundles: Bundles };

const openAreas = async ({ config, log, now, bundles }: AreaNeeds) => {
  const { origin, dataFolder, localHosts } = config;
  const [database, keyRing] = await Promise.all([openAndMigrate(config, log), openKeyRing(dataFolder)]);
  const { db, kind } = database;
  const inTransaction = createInTransaction(db, kind);
  const upstream = openUpstream({ localHosts });
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
  const sessions = createSessions({
    ...store,
    findTenant,
    isSite: createIsSite({ db, tenants, now }),
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
    onConsentChanged: sessions.followPolicy,
  });
  const handlers = { ...sessions.handlers, ...auth.handlers };
  const { onGivenUp } = sessions;
  const worker = createWorker({ db, kind, inTransaction, handlers, onGivenUp, now, log });
  const assetCacheFolder = join(dataFolder, 'assets');
  const purge = createPurge({ db, assetCacheFolder, now });
  return {
    database,
    upstream,
    findTenant,
    sessions,
    auth,
    agentRoutes,
    setup,
    worker,
    assetCacheFolder,
    purge,
  };
};

type Areas = Awaited<ReturnType<typeof openAreas>>;

interface MountNeeds extends Required<AppNeeds> {
  readonly bundles: Bundles;
  readonly isDraining: () => boolean;
}

const mountAreas = (
  { database, upstream, findTenant, sessions, auth, agentRoutes, setup, assetCacheFolder }: Areas,
  { config, log, now, bundles, isDraining }: MountNeeds,
): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxyHops);
  app.use(securityHeaders());
  app.use(healthRoutes({ checks: [() => answers(database)], isDraining }));
  app.use('/realtime', notKept, sessions.realtimeRoutes);
  app.use(['/api', '/auth'], notKept, express.json({ limit: '256kb' }), auth.identify);
  app.use('/api/console-sessions', auth.identifyByAssertion);
  app.use('/api', auth.apiRoutes, agentRoutes, sessions.routes, setup.routes);
  app.use(
    '/api',
    assetRoutes({
      authorize: createAuthorizeViewer(database.db),
      settingsOf: async (id) => (await tenantOrThrow(findTenant, id)).settings,
      upstream,
      cacheFolder: assetCacheFolder,
      now,
    }),
  );
  app.use('/auth', auth.popupRoutes);
  app.use('/embed/:tenantId', setup.notePanel);
  app.use(
    createPages({
      config: { origin: config.origin },
      findTenant,
      findTenantOfArtifact: findOwner({ db: database.db, findTenant }),
      admitSigned: auth.admitSigned,
      bundles,
      upstream,
      now,
    }),
  );
  app.use(notFound);
  app.use(createProblemPages({ config, bundles }));
  app.use(answerErrors(log));
  return app;
};

const choresOf = ({ sessions, auth, purge }: Areas, log: Logger): readonly Repeated[] => [
  repeat({ everyMs: 5000, log }, () => sessions.sweep()),
  repeat({ everyMs: 15_000, log }, async () => sessions.beat()),
  repeat({ everyMs: 600_000, log }, async () => {
    await purge();
    await auth.endIdleGrants();
  }),
];

/** For bearers' eyes only, unless a route says otherwise. */
const notKept: RequestHandler = (_req, res, next) => {
  res.setHeader('cache-control', 'no-store');
  next();
};

const answers = async ({ db }: Database): Promise<void> => {
  await sql`select 1`.execute(db);
};

const tenantOrThrow = async (find: (id: string) => Promise<Tenant | null>, id: string): Promise<Tenant> => {
  const tenant = await find(id);
  if (!tenant) throw new Error(`Tenant ${id} is gone.`);
  return tenant;
};
