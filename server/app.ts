import { createServer, type Server } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { findOwner } from './artifacts/find-owner.ts';
import { createAuthorizeViewer } from './assets/authorize-viewer.ts';
import { assetRoutes } from './assets/routes.ts';
import type { Config } from './config/config.ts';
import type { Database } from './database/open-database.ts';
import { closeServer } from './http/close-server.ts';
import { answerErrors, notFound } from './http/errors.ts';
import { healthRoutes } from './http/health.ts';
import { securityHeaders } from './http/security-headers.ts';
import { type Areas, openAreas } from './open-areas.ts';
import { type Bundles, buildBundles } from './pages/bundles.ts';
import { createPages } from './pages/create-pages.ts';
import { createProblemPages } from './pages/problem-pages.ts';
import { type Repeated, repeat } from './repeat.ts';
import { screenshotRoutes } from './sessions/screenshot-routes.ts';
import { sessionArtifactRoutes } from './sessions/session-artifact-routes.ts';
import type { Tenant } from './tenants/tenant.ts';

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

/** Handrail as one process: its areas, mounted, with the work beside the requests. */
export const createApp = async ({ config, log, now = Date.now }: AppNeeds): Promise<App> => {
  const bundles = await buildBundles();
  const areas = await openAreas({ config, log, now, bundles });
  const { database, upstream, storages, sessions, artifacts, workers } = areas;
  await artifacts.sweepSpool();
  let draining = false;
  const web = mountAreas(areas, { config, log, now, bundles, isDraining: () => draining });
  const server = createServer(slowRequests, web);
  sessions.acceptUpgrade(server);
  const chores = choresOf(areas, log);
  return {
    server,
    start: () => {
      for (const worker of workers) worker.start();
      for (const chore of chores) chore.start();
    },
    stop: async () => {
      draining = true;
      await sessions.drain(moveWithinMs);
      await closeServer(server);
      artifacts.stop();
      await Promise.all([...workers, ...chores].map((running) => running.stop()));
      await Promise.all([upstream.close(), storages.close()]);
      await database.close();
    },
  };
};

interface MountNeeds extends Required<AppNeeds> {
  readonly bundles: Bundles;
  readonly isDraining: () => boolean;
}

const mountAreas = (
  {
    database,
    upstream,
    findTenant,
    artifacts,
    recordings,
    transfers,
    sessions,
    auth,
    agentRoutes,
    setup,
    assetCacheFolder,
  }: Areas,
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
  app.use(
    '/api',
    auth.apiRoutes,
    agentRoutes,
    artifacts.routes,
    transfers.routes,
    recordings.routes,
    sessions.routes,
    setup.routes,
  );
  app.use(
    '/api',
    screenshotRoutes({
      db: database.db,
      keep: artifacts.keep,
      findTenant,
      noteFeature: sessions.noteFeature,
      now,
    }),
    sessionArtifactRoutes({ db: database.db, actions: artifacts.actions, open: artifacts.open }),
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

const choresOf = (
  { artifacts, transfers, sessions, auth, purge, rewrap }: Areas,
  log: Logger,
): readonly Repeated[] => [
  repeat({ everyMs: 5000, log }, () => sessions.sweep()),
  repeat({ everyMs: 15_000, log }, async () => sessions.beat()),
  repeat({ everyMs: 600_000, log }, async () => {
    await purge();
    await auth.endIdleGrants();
  }),
  repeat({ everyMs: 600_000, log }, artifacts.tend),
  repeat({ everyMs: 600_000, log }, rewrap),
  repeat({ everyMs: 60_000, log }, transfers.sweep),
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
