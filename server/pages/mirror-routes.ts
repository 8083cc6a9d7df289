import { type Response, Router } from 'express';

/**
 * The empty documents that the live view rebuilds a visitor's page in. The policy is theirs alone: nothing runs, nothing is
 * fetched, nothing is sent. `/mirror/quirks` has no doctype, for pages that have none.
 */
export const mirrorRoutes = (): Router => {
  const routes = Router();
  routes.get('/mirror', (_req, res) => sendMirror(res, `<!doctype html>${empty}`));
  routes.get('/mirror/quirks', (_req, res) => sendMirror(res, empty));
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
  `frame-ancestors 'self'`,
].join('; ');

const sendMirror = (res: Response, html: string): void => {
  res.removeHeader('X-Frame-Options');
  res.set({
    'Content-Security-Policy': mirrorPolicy,
    'Cache-Control': 'no-store',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  res.type('html').send(html);
};
