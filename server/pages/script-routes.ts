import { type Request, type Response, Router } from 'express';
import type { BundledFile } from './bundled-file.ts';
import type { Bundles } from './bundles.ts';
import { codings, createCompress } from './compressed.ts';

/** Our scripts: those of our pages for our pages only, the snippet for every website. */
export const scriptRoutes = ({ files, loader, cores, parts }: Bundles): Router => {
  const routes = Router();
  const compress = createCompress();

  const send = async (req: Request, res: Response, { file, readers, cache }: Delivery): Promise<void> => {
    // A browser checks the integrity of another origin's script only when it may read it.
    if (readers === 'cross-origin') res.set('Access-Control-Allow-Origin', '*');
    res.set({
      'Cache-Control': cache,
      'Cross-Origin-Resource-Policy': readers,
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
    });
    res.type('text/javascript');
    const coding = codings.find((candidate) => req.acceptsEncodings(candidate));
    if (!coding) {
      res.send(Buffer.from(file.body));
      return;
    }
    const body = await compress(file, coding);
    res.set('Content-Encoding', coding).send(body);
  };

  routes.get('/assets/:name', async (req, res, next) => {
    const file = files.get(`/assets/${req.params.name}`);
    if (!file) return next();
    return send(req, res, { file, readers: 'same-origin', cache: forever });
  });
  // Asked for again on each page load (a 304, most times): a website never runs a loader that names a core that is gone.
  routes.get(loader.path, (req, res) =>
    send(req, res, { file: loader, readers: 'cross-origin', cache: 'no-cache' }),
  );
  for (const file of [...Object.values(cores), ...Object.values(parts)]) {
    routes.get(file.path, (req, res) => send(req, res, { file, readers: 'cross-origin', cache: forever }));
  }
  return routes;
};

const forever = 'public, max-age=31536000, immutable';

interface Delivery {
  readonly file: BundledFile;
  readonly readers: 'same-origin' | 'cross-origin';
  readonly cache: string;
}
