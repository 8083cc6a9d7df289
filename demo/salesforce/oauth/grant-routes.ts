import express, { type Request, type Response, Router } from 'express';
import { isClient } from '../../oauth/client.ts';
import { readParams } from '../../oauth/read-params.ts';
import type { Org } from '../org.ts';
import { refuseOAuth } from './refuse-oauth.ts';

/** Ending grants, and asking about tokens. */
export const grantRoutes = (org: Org): Router => {
  const { client, data, grants } = org;
  const routes = Router();
  const form = express.urlencoded({ extended: false, limit: '20kb' });

  // https://help.salesforce.com/s/articleView?id=sf.remoteaccess_revoke_token.htm: with a refresh token the grant goes whole.
  routes.post('/services/oauth2/revoke', form, (req: Request, res: Response) => {
    const { token } = readParams(req.body);
    const byRefresh = grants.findRefresh(token);
    const byAccess = grants.findAccess(token);
    if (byRefresh) grants.revoke(byRefresh.grant.id);
    else if (byAccess) grants.endAccess(byAccess.id);
    else return refuseOAuth(res, 'unsupported_token_type', 'this token type is not supported');
    return res.status(200).end();
  });

  // https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oidc_token_introspection.htm
  routes.post('/services/oauth2/introspect', form, (req: Request, res: Response) => {
    const params = readParams(req.body);
    if (!isClient(client, params.client_id, params.client_secret))
      return refuseOAuth(res, 'invalid_client', 'invalid client credentials');
    const access = grants.findAccess(params.token);
    const pair = access ?? grants.findRefresh(params.token);
    if (!pair) return res.json({ active: false });
    const seconds = (ms: number) => Math.floor(ms / 1_000);
    return res.json({
      active: true,
      scope: pair.grant.scopes.join(' '),
      client_id: pair.grant.clientId,
      username: data.personById(pair.grant.userId)?.email,
      sub: pair.grant.userId,
      token_type: access ? 'access_token' : 'refresh_token',
      exp: seconds(access ? pair.expiresAt : pair.refreshExpiresAt),
      iat: seconds(pair.issuedAt),
      nbf: seconds(pair.issuedAt),
    });
  });

  return routes;
};
