import type { RequestHandler } from 'express';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** The test hooks answer programs on this machine, and no web page: a page's request carries an `Origin`. */
export const localOnly: RequestHandler = (req, res, next) => {
  if (loopback.has(req.socket.remoteAddress ?? '') && req.headers.origin === undefined) return next();
  res.status(403).json({ error: 'Only programs on this machine may do this.' });
};
