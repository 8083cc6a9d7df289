import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Request, type Response } from 'express';
import type { ArtifactView } from '../../../protocol/http/artifacts.ts';
import type { AgentToken, SignInState } from '../../../protocol/http/authentication.ts';
import type { SessionView } from '../../../protocol/http/sessions.ts';
import type { TellOutcome } from '../../../protocol/http/write-back.ts';
import type { ProblemCode } from '../../../protocol/problem.ts';
import type { Bootstrap } from '../../../server/auth/signed-request.ts';
import { Problem } from '../../../server/http/problem.ts';
import { agentPages } from '../../../server/pages/agent-pages.ts';
import type { PageEntry, PageScript } from '../../../server/pages/bundle-pages.ts';
import { embedPage } from '../../../server/pages/embed-page.ts';
import { mirrorRoutes } from '../../../server/pages/mirror-routes.ts';
import { createRender } from '../../../server/pages/render.ts';
import { scriptRoutes } from '../../../server/pages/script-routes.ts';
import type { Tenant } from '../../../server/tenants/tenant.ts';
import { hostPages } from './host-pages.ts';

/** What the server would have in its database, and what a test makes it do. */
interface World {
  /** What the console has signed with its request for the page. */
  bootstrap: Bootstrap;
  /** What exchanging an assertion or a code answers. */
  exchanged: AgentToken;
  /** Whom renewing a bearer answers with. */
  renewed: Partial<AgentToken['agent']>;
  /** What the next look at the sign-in answers. */
  signIn: SignInState;
  signInExpiresInMs: number;
  sessions: SessionView[];
  /** What was kept of sessions on any case. */
  kept: ArtifactView[];
  /** How long a join code is good. */
  codeLifetimeMs: number;
  /** The customer's, as the CRM says. */
  language: string | null;
  /** Answers of paths that begin like this, instead of their own. */
  readonly refusals: Map<string, ProblemCode>;
  /** All that was asked for, with the bearer and the body. */
  readonly asked: { readonly path: string; readonly bearer: string | null; readonly body: string }[];
}

export interface PanelServer {
  readonly world: World;
  readonly handrail: string;
  /** The console of each CRM, on a site of its own. */
  readonly zendesk: string;
  readonly salesforce: string;
  stop(): Promise<void>;
}

const secret = (): string => randomBytes(32).toString('base64url');
const sessionId = (): string => `ses_${randomBytes(16).toString('base64url')}`;

export const tokenOf = (agent: Partial<AgentToken['agent']> = {}, livesMs = 3_600_000): AgentToken => ({
  token: secret(),
  expiresAt: Date.now() + livesMs,
  agent: {
    id: 'agt_1',
    name: 'Ada Agent',
    roles: ['agent'],
    permissions: ['sessions.start'],
    missingRole: null,
    onlyId: null,
    outsidePilot: null,
    accessRequest: null,
    connection: 'connected',
    ...agent,
  },
});

export const sessionOf = (session: Partial<SessionView> = {}): SessionView => ({
  id: sessionId(),
  caseId: '35436',
  caseNumber: '35436',
  createdAt: Date.now(),
  state: { name: 'invited', expiresAt: Date.now() + 86_400_000 },
  grants: [],
  visitorPresent: false,
  agentPresent: false,
  note: null,
  writeBack: null,
  ...session,
});

/** Serves the agent's pages as Handrail does, with an API that answers what the test says. */
export const startPanelServer = async (scripts: ReadonlyMap<PageEntry, PageScript>): Promise<PanelServer> => {
  const app = express();
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const at = (site: string): string => `http://${site}.localhost:${port}`;
  const places = { handrail: at('handrail'), zendesk: at('zendesk'), salesforce: at('salesforce') };
  const world: World = {
    bootstrap: { bootstrapCode: null, bootstrapRefusal: null },
    exchanged: tokenOf(),
    renewed: {},
    signIn: { status: 'pending' },
    signInExpiresInMs: 300_000,
    sessions: [],
    kept: [],
    codeLifetimeMs: 600_000,
    language: null,
    refusals: new Map(),
    asked: [],
  };
  app.use(express.json());
  app.use('/api', api(world));
  // The popup's own page is another entry's: here it is only where a popup lands.
  app.use('/auth/start', (_req, res) => res.type('html').send('<title>Popup</title>'));
  servePages(app, { scripts, places, world });
  return {
    ...places,
    world,
    stop: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
};

interface Serving {
  readonly scripts: ReadonlyMap<PageEntry, PageScript>;
  readonly places: Pick<PanelServer, 'handrail' | 'zendesk' | 'salesforce'>;
  readonly world: World;
}

const servePages = (app: Express, { scripts, places, world }: Serving): void => {
  const files = new Map([...scripts.values()].map(({ script }) => [script.path, script]));
  const [first] = files.values();
  if (!first) throw new Error('There is no page to serve.');
  const bundles = {
    pages: scripts,
    files,
    loader: { ...first, path: '/none.js' },
    cores: { en: first, de: first, ar: first },
    parts: { http: first, control: first, extras: first },
  };
  const render = createRender({ origin: places.handrail, bundles });
  app.use(hostPages(places));
  app.use(scriptRoutes(bundles));
  app.use(mirrorRoutes());
  app.use(
    embedPage({
      render,
      findTenant: async (id) => tenantOf(id, places),
      admitSigned: async () => world.bootstrap,
    }),
    agentPages(render),
  );
};

export const tenantOf = (
  id: string,
  { zendesk, salesforce }: Pick<PanelServer, 'zendesk' | 'salesforce'>,
): Tenant => {
  const client = { clientId: 'c', clientSecret: 's' };
  return {
    id,
    name: 'Acme Outdoor',
    settings: {
      crm: id.endsWith('zendesk')
        ? {
            kind: 'zendesk',
            base: zendesk,
            subdomain: 'acme',
            frameworkSdkUrl: `${zendesk}/sdk.js`,
            app: null,
            ...client,
          }
        : {
            kind: 'salesforce',
            base: salesforce,
            instance: salesforce,
            lightning: salesforce,
            organizationId: '00D000000000001EAA',
            assertionCertificates: [],
            integrationAgentId: null,
            ...client,
          },
      logoUrl: null,
      sites: [{ name: 'Shop', origin: 'http://shop.localhost', url: 'http://shop.localhost/' }],
      roleRules: [],
      pilot: null,
      brands: [],
      assetHosts: [],
      maskSelectors: [],
      showInputSelectors: [],
      linkLifetimeMs: 86_400_000,
      sessionLimitMs: 7_200_000,
    },
  };
};

const api = (world: World): express.Router => {
  const routes = express.Router();
  routes.use((req: Request, res: Response, next) => {
    const bearer = /^(?:Bearer|DPoP) (.+)$/.exec(req.get('authorization') ?? '')?.[1] ?? null;
    world.asked.push({
      path: `${req.method} ${req.originalUrl}`,
      bearer,
      body: JSON.stringify(req.body ?? null),
    });
    const refused = [...world.refusals].find(([path]) => `${req.method} ${req.path}`.startsWith(path));
    if (!refused) return next();
    const problem = new Problem(refused[1], 'Refused by the test.');
    return res.status(problem.status).type('application/problem+json').send(problem.toBody());
  });
  routes.get('/artifacts', (_req, res) => res.json({ artifacts: world.kept, next: null }));
  routes.post('/admin-codes', (_req, res) =>
    res.status(201).json({ code: secret(), expiresAt: Date.now() + 60_000 }),
  );
  signInRoutes(routes, world);
  sessionRoutes(routes, world);
  return routes;
};

const signInRoutes = (routes: express.Router, world: World): void => {
  routes.post('/auth/transactions', (_req, res) => {
    const id = `sgn_${randomBytes(16).toString('base64url')}`;
    const expiresAt = Date.now() + world.signInExpiresInMs;
    res
      .status(201)
      .json({ id, startUrl: `/auth/start/${id}`, pollSecret: secret(), userCode: 'K7QX', expiresAt });
  });
  routes.get('/auth/transactions/:id', (_req, res) => res.json(world.signIn));
  routes.post('/auth/assertions', (_req, res) => res.status(201).json(world.exchanged));
  routes.post('/auth/renewals', (_req, res) => res.status(201).json(tokenOf(world.renewed)));
  routes.post('/auth/sign-outs', (_req, res) => res.status(204).end());
};

/** What a session has whose summary is where it belongs. */
const written = (): Pick<SessionView, 'note' | 'writeBack'> => ({
  note: 'written',
  writeBack: {
    outcomeUntil: null,
    outcome: null,
    parts: [
      { part: 'note', state: { name: 'written' } },
      { part: 'record', state: { name: 'written' } },
    ],
  },
});

const sessionRoutes = (routes: express.Router, world: World): void => {
  const joinCode = () => ({ code: '123456789', expiresAt: Date.now() + world.codeLifetimeMs });
  const find = (id: string): SessionView => world.sessions.find((one) => one.id === id) ?? sessionOf({ id });
  const end = (id: string, reason: 'cancelled' | 'ended_by_agent'): SessionView => {
    const state = { name: 'ended', endedAt: Date.now(), by: 'agent', reason, durationMs: null } as const;
    const ended: SessionView = { ...find(id), state, ...(reason === 'cancelled' ? {} : written()) };
    world.sessions = world.sessions.map((one) => (one.id === id ? ended : one));
    return ended;
  };
  routes.post('/sessions', (req, res) => {
    const session = sessionOf({ caseId: req.body.caseId, caseNumber: req.body.caseId });
    world.sessions = [session, ...world.sessions];
    res.status(201).json({
      session,
      joinCode: joinCode(),
      invitation: { brandName: 'Acme Outdoor', language: world.language },
    });
  });
  routes.get('/sessions', (req, res) => {
    const found = world.sessions.filter(
      ({ caseId, state }) =>
        caseId === (req.query.caseId ?? caseId) && !(req.query.state === 'live' && state.name === 'ended'),
    );
    const agent = { id: 'agt_1', name: 'Ada Agent' };
    res.json({ sessions: found.map((session) => ({ ...session, agent, requester: null })) });
  });
  routes.get('/sessions/:id', (req, res) => res.json(find(req.params.id)));
  routes.post('/sessions/:id/cancellations', (req, res) =>
    res.status(201).json(end(req.params.id, 'cancelled')),
  );
  routes.post('/sessions/:id/endings', (req, res) =>
    res.status(201).json(end(req.params.id, 'ended_by_agent')),
  );
  routes.post('/sessions/:id/outcomes', (req, res) => {
    const { writeBack } = find(req.params.id);
    const { outcome, finished }: TellOutcome = req.body;
    const told = { parts: [], ...writeBack, outcome, outcomeUntil: finished ? null : Date.now() + 300_000 };
    world.sessions = world.sessions.map((one) =>
      one.id === req.params.id ? { ...one, writeBack: told } : one,
    );
    res.status(201).json(told);
  });
  routes.post('/write-backs/:id/retries', (req, res) => {
    world.sessions = world.sessions.map((one) => (one.id === req.params.id ? { ...one, ...written() } : one));
    res.status(201).json(find(req.params.id).writeBack);
  });
  routes.post('/sessions/:id/join-codes', (_req, res) => res.status(201).json(joinCode()));
  routes.post('/sessions/:id/live-codes', (_req, res) =>
    res.status(201).json({ code: secret(), expiresAt: Date.now() + 60_000 }),
  );
};
