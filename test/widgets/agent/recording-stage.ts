import { createHash } from 'node:crypto';
import express from 'express';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Viewing } from '../../../protocol/http/artifacts.ts';
import type { ProblemCode } from '../../../protocol/problem.ts';
import { answerErrors } from '../../../server/http/errors.ts';
import { Problem } from '../../../server/http/problem.ts';
import { mirrorRoutes } from '../../../server/pages/mirror-routes.ts';
import { recordingPages } from '../../../server/pages/recording-pages.ts';
import { createRender } from '../../../server/pages/render.ts';
import { scriptRoutes } from '../../../server/pages/script-routes.ts';
import { openLoopback } from '../../support/loopback-server.ts';
import type { MadeRecording } from '../../support/made-recording.ts';
import { bundleEntry } from './bundle-entry.ts';
import { tenantOf, tokenOf } from './panel-server.ts';

export const artifactId = `art_${'a'.repeat(22)}`;
export const tenantId = 'acme-zendesk';
const code = 'c'.repeat(43);

/** What lies at the server, and what a test makes it do. */
interface World {
  /** The bytes that the content's address answers with. */
  content: Uint8Array;
  viewing: Viewing;
  /** What the next calls of paths that have this in them are refused with. */
  readonly refusals: Map<string, ProblemCode>;
  readonly viewings: string[];
  /** How many of the next answers with content break off in the middle. */
  broken: number;
  /** What was asked for of the content. */
  readonly ranges: string[];
}

export interface RecordingStage {
  readonly world: World;
  readonly origin: string;
  /** Opens the player's page; with a code, unless it is said to be without. */
  open(options?: BrowserContextOptions & { readonly withoutCode?: boolean }): Promise<Page>;
  close(): Promise<void>;
}

/** Serves the player's page as Handrail does, with a recording that a test has made. */
export const openRecordingStage = async (
  browser: Browser,
  recording: MadeRecording,
): Promise<RecordingStage> => {
  const world: World = {
    content: recording.content,
    viewing: viewingOf(recording),
    refusals: new Map(),
    viewings: [],
    broken: 0,
    ranges: [],
  };
  const page = await bundleEntry('widgets/agent/recording.entry.ts');
  const app = express();
  const { origin, close } = await openLoopback(app);
  app.use('/api', express.json(), api(world));
  const bundles = {
    ...nothingElse,
    pages: new Map([['recording', page] as const]),
    files: new Map([[page.script.path, page.script]]),
  };
  const render = createRender({ origin, bundles });
  app.use(scriptRoutes(bundles), mirrorRoutes());
  app.use(
    recordingPages({
      render,
      findTenantOfArtifact: async () => tenantOf(tenantId, { zendesk: origin, salesforce: origin }),
    }),
  );
  app.use(answerErrors({ error: console.error }));
  return {
    world,
    origin,
    close,
    open: async ({ withoutCode = false, ...options } = {}) => {
      const context = await browser.newContext({
        locale: 'en-GB',
        viewport: { width: 1280, height: 800 },
        ...options,
      });
      const opened = await context.newPage();
      await opened.goto(`${origin}/recordings/${artifactId}${withoutCode ? '' : `#${code}`}`);
      return opened;
    },
  };
};

const script = { path: '/none.js', body: new Uint8Array(0), integrity: '' };
const nothingElse = {
  loader: script,
  cores: { en: script, de: script, ar: script },
  parts: { http: script, control: script, extras: script },
};

const api = (world: World): express.Router => {
  const routes = express.Router();
  routes.use((req, _res, next) => {
    for (const [path, problem] of world.refusals)
      if (req.originalUrl.includes(path)) throw new Problem(problem, 'Refused by the test.');
    next();
  });
  routes.post('/admin-codes/redemptions', (_req, res) =>
    res.status(201).json(tokenOf({ permissions: ['recordings.view'] })),
  );
  routes.post('/recordings/:id/viewings', (req, res) => {
    world.viewings.push(req.params.id);
    res.status(201).json(world.viewing);
  });
  routes.get('/artifacts/:id/content', (req, res) => {
    const range = req.get('range') ?? '';
    world.ranges.push(range);
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
    res.status(206).type('application/octet-stream');
    const bytes = Buffer.from(world.content.subarray(Number(first), Number(last) + 1));
    if (world.broken === 0) return res.send(bytes);
    world.broken -= 1;
    res.set('Content-Length', String(bytes.byteLength));
    return res.write(bytes.subarray(0, bytes.byteLength / 2), () => res.destroy());
  });
  return routes;
};

const viewingOf = ({ sessionId, content, index, roots }: MadeRecording): Viewing => ({
  artifact: {
    id: artifactId,
    sessionId,
    caseNumber: '35436',
    kind: 'recording',
    name: 'recording 2026-11-23 08.40.12 UTC.handrail',
    contentType: 'application/vnd.handrail.recording',
    bytes: content.byteLength,
    sha256: createHash('sha256').update(content).digest('hex'),
    state: 'stored',
    problem: null,
    sealing: 'handrail',
    target: 'disk',
    url: null,
    createdBy: 'agent:agt_1',
    createdAt: Date.UTC(2026, 10, 23, 9, 40),
    expiresAt: Date.UTC(2026, 11, 23),
    verifiedAt: null,
    deleted: null,
    durationMs: index.durationMs,
  },
  startedAt: Date.UTC(2026, 10, 23, 8, 40, 12),
  index,
  keys: { heldBy: 'handrail', roots: [...roots] },
});
