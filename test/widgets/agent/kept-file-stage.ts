import express from 'express';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { ArtifactView } from '../../../protocol/http/artifacts.ts';
import { answerErrors } from '../../../server/http/errors.ts';
import { Problem } from '../../../server/http/problem.ts';
import { recordingPages } from '../../../server/pages/recording-pages.ts';
import { createRender } from '../../../server/pages/render.ts';
import { scriptRoutes } from '../../../server/pages/script-routes.ts';
import { serve } from '../../support/http-server.ts';
import { bundleEntry } from './bundle-entry.ts';
import { tenantOf, tokenOf } from './panel-server.ts';

const artifactId = `art_${'a'.repeat(22)}`;

interface World {
  artifact: ArtifactView;
  content: Buffer;
  /** Which bytes were asked for. */
  readonly ranges: (string | undefined)[];
  /** How many of the next asks for the content are refused. */
  down: number;
}

export interface KeptFileStage {
  readonly world: World;
  /** Opens the file's page; with a code, unless it is said to be without. */
  open(options?: BrowserContextOptions & { readonly withoutCode?: boolean }): Promise<Page>;
}

/** Serves the page of a kept file as Handrail does. */
export const openKeptFileStage = async (browser: Browser): Promise<KeptFileStage> => {
  const content = Buffer.from('content');
  const world: World = { artifact: screenshot, content, ranges: [], down: 0 };
  const page = await bundleEntry('widgets/agent/artifact.entry.ts');
  const script = { path: '/none.js', body: new Uint8Array(0), integrity: '' };
  const bundles = {
    loader: script,
    cores: { en: script, de: script, ar: script },
    parts: { http: script, control: script, extras: script },
    pages: new Map([['artifact', page] as const]),
    files: new Map([[page.script.path, page.script]]),
  };
  const app = express();
  const { origin } = await serve(app);
  app.use('/api', express.json());
  app.post('/api/admin-codes/redemptions', (_req, res) => res.status(201).json(tokenOf({ permissions: [] })));
  app.get(`/api/artifacts/${artifactId}`, (_req, res) => res.json(world.artifact));
  app.get(`/api/artifacts/${artifactId}/content`, (req, res) => {
    world.ranges.push(req.headers.range);
    if (world.down > 0) {
      world.down -= 1;
      throw new Problem('storage_unavailable', 'Down.');
    }
    const ranges = req.range(world.content.length);
    const [range] = Array.isArray(ranges) ? ranges : [];
    const sent = range ? world.content.subarray(range.start, range.end + 1) : world.content;
    return res
      .status(range ? 206 : 200)
      .type('application/octet-stream')
      .send(sent);
  });
  app.get('/recordings/:id', (req, res) => res.send(`the player of ${req.params.id}`));
  app.use(scriptRoutes(bundles));
  const tenant = tenantOf('acme-zendesk', { zendesk: origin, salesforce: origin });
  app.use(
    recordingPages({
      render: createRender({ origin, bundles }),
      findTenantOfArtifact: async () => tenant,
    }),
  );
  app.use(answerErrors({ error: console.error }));
  return {
    world,
    open: async ({ withoutCode = false, ...options } = {}) => {
      const context = await browser.newContext({ locale: 'en-GB', ...options });
      const opened = await context.newPage();
      await opened.goto(`${origin}/artifacts/${artifactId}${withoutCode ? '' : `#${'c'.repeat(43)}`}`);
      return opened;
    },
  };
};

const screenshot: ArtifactView = {
  id: artifactId,
  sessionId: `ses_${'s'.repeat(22)}`,
  caseNumber: '35436',
  kind: 'screenshot',
  name: 'Screenshot 1.png',
  contentType: 'image/png',
  bytes: 7,
  sha256: 'a'.repeat(64),
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
  durationMs: null,
};
