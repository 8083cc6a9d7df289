import { type Response, Router } from 'express';
import type { BundledFile } from './bundled-file.ts';
import type { Bundles } from './bundles.ts';

/** Our scripts: those of our pages for our pages only, the snippet for every website. */
export const scriptRoutes = ({ files, loader, core }: Bundles): Router => {
  const routes = Router();
  routes.get('/assets/:name', (req, res, next) => {
    const file = files.get(`/assets/${req.params.name}`);
    if (!file) return next();
    return sendScript(res, file, { readers: 'same-origin', cache: forever });
  });
  // Asked for again on each page load (a 304, most times): a website never runs a loader that names a core that is gone.
  routes.get(loader.path, (_req, res) =>
    sendScript(res, loader, { readers: 'cross-origin', cache: 'no-cache' }),
  );
  routes.get(core.path, (_req, res) => sendScript(res, core, { readers: 'cross-origin', cache: forever }));
  return routes;
};

const forever = 'public, max-age=31536000, immutable';

interface Delivery {
  readonly readers: 'same-origin' | 'cross-origin';
  readonly cache: string;
}

const sendScript = (res: Response, file: BundledFile, { readers, cache }: Delivery): void => {
  // A browser checks the integrity of another origin's script only when it may read it.
  if (readers === 'cross-origin') res.set('Access-Control-Allow-Origin', '*');
  res.set({
    'Cache-Control': cache,
    'Cross-Origin-Resource-Policy': readers,
    'X-Content-Type-Options': 'nosniff',
  });
  res.type('text/javascript').send(Buffer.from(file.body.buffer, file.body.byteOffset, file.body.byteLength));
};
