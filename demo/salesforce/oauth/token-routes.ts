import express, { type Request, type Response, Router } from 'express';
import { isClient } from '../../oauth/client.ts';
import { answersChallenge } from '../../oauth/pkce.ts';
import { readParams } from '../../oauth/read-params.ts';
import type { Org } from '../org.ts';
import { answerTokens } from './answer-tokens.ts';
import { refuseOAuth } from './refuse-oauth.ts';

type Params = ReturnType<typeof readParams>;

/** The org's session timeout. Only the org knows it: no answer says when a token ends. */
const lifetimes = { accessMs: 2 * 3_600_000, refreshMs: 30 * 24 * 3_600_000 };
/** https://help.salesforce.com/s/articleView?id=sf.remoteaccess_request_manage.htm: approvals a user can have for one app. */
const mostGrants = 5;

/** POST /services/oauth2/token: forms only, with secret and verifier both. */
export const tokenRoutes = (org: Org): Router => {
  const routes = Router();
  const form = express.urlencoded({ extended: false, limit: '20kb' });

  // https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm
  routes.post('/services/oauth2/token', form, (req: Request, res: Response) => {
    res.set('Cache-Control', 'no-cache, no-store');
    const params = readParams(req.body);
    if (params.client_id !== org.client.id)
      return refuseOAuth(res, 'invalid_client_id', 'client identifier invalid');
    if (!isClient(org.client, params.client_id, params.client_secret))
      return refuseOAuth(res, 'invalid_client', 'invalid client credentials');
    if (params.grant_type === 'authorization_code') return exchange(org, params, res);
    if (params.grant_type === 'refresh_token') return refresh(org, params, res);
    return refuseOAuth(res, 'unsupported_grant_type', 'grant type not supported');
  });

  return routes;
};

const exchange = (org: Org, params: Params, res: Response): Response => {
  const { clock, codes, data, grants } = org;
  const code = codes.find(params.code);
  if (!code) return refuseOAuth(res, 'invalid_grant', 'invalid authorization code');
  // A second use means that somebody else has the code: RFC 6749 §4.1.2 ends what the first use gave.
  if (code.grantId !== null) {
    grants.revoke(code.grantId);
    return refuseOAuth(res, 'invalid_grant', 'expired authorization code');
  }
  if (code.expiresAt <= clock.now()) return refuseOAuth(res, 'invalid_grant', 'expired authorization code');
  if (code.redirectUri !== params.redirect_uri)
    return refuseOAuth(res, 'redirect_uri_mismatch', 'redirect_uri must match configuration');
  if (!answersChallenge(params.code_verifier, code.challenge))
    return refuseOAuth(res, 'invalid_grant', 'invalid code verifier');
  if (!data.personById(code.userId)?.active) return refuseOAuth(res, 'invalid_grant', 'inactive user');

  const grant = grants.open(code);
  code.grantId = grant.id;
  const own = grants.grants.filter((one) => one.userId === code.userId);
  for (const oldest of own.slice(0, Math.max(0, own.length - mostGrants))) grants.revoke(oldest.id);
  return answerTokens(org, grants.issue(grant, lifetimes, code.scopes.includes('refresh_token')), res);
};

/** With rotation, an old refresh token ends the current one and all access tokens: help article 005316711. */
const refresh = (org: Org, params: Params, res: Response): Response => {
  // A verifier belongs to the code; a client that still has it mixes requests up.
  if (params.code_verifier !== undefined)
    return refuseOAuth(res, 'invalid_request', 'unexpected code verifier');
  const rotation = org.grants.rotate(params.refresh_token, org.client.id, lifetimes);
  if (rotation.name !== 'rotated') return refuseOAuth(res, 'invalid_grant', 'expired access/refresh token');
  if (org.data.personById(rotation.pair.grant.userId)?.active) return answerTokens(org, rotation.pair, res);
  org.grants.revoke(rotation.pair.grant.id);
  return refuseOAuth(res, 'invalid_grant', 'inactive user');
};
