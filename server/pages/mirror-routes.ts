import { type Response, Router } from 'express';

/**
 * The empty documents that the live view rebuilds a visitor's page in. The policy is theirs alone: nothing runs, nothing is
 * fetched, nothing is sent. `/mirror/quirks` has no doctype, for pages that have none.
 */
export const mirrorRoutes = (): Router => {
  const routes = Router();
  routes.get('/mirror', (_req, res) => sendMirror(res, { frameAncestors: `'self'` }));
  routes.get('/mirror/quirks', (_req, res) => sendMirror(res, { frameAncestors: `'self'`, quirks: true }));
  return routes;
};

const empty = '<html><head></head><body></body></html>';

const mirrorPolicy = [
  'sandbox allow-same-origin',
  `default-src 'none'`,
  `style-src 'unsafe-inline'`,
  'img-src blob: data:',
  'font-src blob: data:',
  'media-src blob:',
  `form-action 'none'`,
  `base-uri 'none'`,
].join('; ');

/** An empty document for a page, with a doctype or without, that these may frame. */
export const sendMirror = (
  res: Response,
  { frameAncestors, quirks = false }: { readonly frameAncestors: string; readonly quirks?: boolean },
): void => {
  res.removeHeader('X-Frame-Options');
  res.set({
    'Content-Security-Policy': `${mirrorPolicy}; frame-ancestors ${frameAncestors}`,
    'Cache-Control': 'no-store',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  res.type('html').send(quirks ? empty : `<!doctype html>${empty}`);
};
