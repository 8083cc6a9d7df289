import { type Response, Router } from 'express';
import type { TokenPair } from '../../oauth/grant-book.ts';
import type { Account } from '../account.ts';
import { callerOf } from './authenticate.ts';
import { stamp } from './present.ts';
import { notAuthenticated, notFound } from './refusal.ts';

const present = (origin: string, pair: TokenPair): object => ({
  id: pair.id,
  url: `${origin}/api/v2/oauth/tokens/${pair.id}.json`,
  user_id: Number(pair.grant.userId),
  client_id: 1,
  // Never the whole token: https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/#json-format
  token: pair.access.slice(0, 10),
  refresh_token: pair.refresh?.slice(0, 10) ?? null,
  scopes: pair.grant.scopes,
  created_at: stamp(pair.issuedAt),
  expires_at: stamp(pair.expiresAt),
  used_at: null,
});

const pairOf = (res: Response): TokenPair => {
  const caller = callerOf(res);
  if (!caller) throw notAuthenticated();
  return caller.pair;
};

/** A person's own tokens: https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/ */
export const tokenRoutes = ({ grants, origin }: Account): Router => {
  const routes = Router();

  routes.get('/oauth/tokens/current', (_req, res) => {
    res.json({ token: present(origin, pairOf(res)) });
  });

  routes.delete('/oauth/tokens/:id', (req, res) => {
    const own = pairOf(res);
    const target = grants.findPair(Number(req.params.id));
    if (target?.grant.userId !== own.grant.userId) throw notFound();
    grants.end(target.id);
    res.status(204).end();
  });

  return routes;
};
