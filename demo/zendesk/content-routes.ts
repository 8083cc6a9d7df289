import { type Request, type Response, Router } from 'express';
import { secret } from '../oauth/secret.ts';
import type { Account } from './account.ts';
import type { Attachment } from './api/upload.ts';
import type { Person } from './person.ts';

/** How long a signed address is good. */
const signedForMs = 60_000;

/**
 * What an attachment's `content_url` leads to, in an account with private attachments: https://support.zendesk.com/hc/en-us/articles/4408832757146.
 * Whoever may open it is sent to a signed address, which takes ranges and, as a store of objects does, no `Authorization` beside its signature.
 */
export const contentRoutes = ({ clock, desk, grants, signedIn, uploads }: Account): Router => {
  const routes = Router();
  const signed = new Map<string, { readonly attachment: Attachment; readonly until: number }>();

  const whoAsks = (req: Request): Person | undefined => {
    const token = /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1];
    if (req.headers.authorization === undefined) return desk.person(signedIn.who(req) ?? '');
    const pair = token === undefined ? undefined : grants.findAccess(token);
    const person = pair && desk.personById(Number(pair.grant.userId));
    return person?.active && !person.suspended ? person : undefined;
  };

  routes.get('/attachments/token/:token/', (req, res) => {
    const person = whoAsks(req);
    if (!person) return res.status(401).json({ error: "Couldn't authenticate you" });
    const kept = [
      ...uploads.unattached,
      ...desk.ticketsFor(person).flatMap(({ comments }) => comments.flatMap((one) => one.attachments)),
    ];
    const attachment = kept.find(({ token }) => token === req.params.token);
    if (!attachment) return res.status(404).json({ error: 'RecordNotFound', description: 'Not found' });
    const signature = secret();
    signed.set(signature, { attachment, until: clock.now() + signedForMs });
    return res.redirect(302, `/attachment-contents/${signature}`);
  });

  routes.get('/attachment-contents/:signature', (req, res) => {
    if (req.headers.authorization !== undefined) return res.status(400).send('Only one way to sign in');
    const found = signed.get(req.params.signature);
    if (!found || found.until <= clock.now()) return res.status(403).send('Request has expired');
    return send(req, res, found.attachment);
  });

  return routes;
};

const send = (req: Request, res: Response, { bytes, content, contentType, fileName }: Attachment) => {
  const name = encodeURIComponent(fileName);
  res.set({
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
    'Accept-Ranges': 'bytes',
  });
  const range = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? '');
  if (!range) return res.end(content);
  const [first, last] = [Number(range[1]), Math.min(Number(range[2]), bytes - 1)];
  if (first > last) return res.status(416).set('Content-Range', `bytes */${bytes}`).end();
  res.status(206).set('Content-Range', `bytes ${first}-${last}/${bytes}`);
  return res.end(content?.subarray(first, last + 1));
};
