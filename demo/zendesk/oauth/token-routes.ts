import express, { type Response, Router } from 'express';
import * as v from 'valibot';
import { isClient } from '../../oauth/client.ts';
import type { Lifetimes, TokenPair } from '../../oauth/grant-book.ts';
import { answersChallenge } from '../../oauth/pkce.ts';
import type { Account } from '../account.ts';
import { readScopes } from './scopes.ts';
import { type CodeExchange, type Refresh, TokenRequest } from './token-request.ts';

const defaults = { accessSeconds: 1_800, refreshSeconds: 2_592_000 };

const lifetimesOf = (asked: TokenRequest): Lifetimes => ({
  accessMs: (asked.expires_in ?? defaults.accessSeconds) * 1_000,
  refreshMs: (asked.refresh_token_expires_in ?? defaults.refreshSeconds) * 1_000,
});

const answer = (
  res: Response,
  { access, refresh, expiresAt, grant, issuedAt, refreshExpiresAt }: TokenPair,
): Response =>
  res.status(201).json({
    access_token: access,
    refresh_token: refresh,
    token_type: 'bearer',
    scope: grant.scopes.join(' '),
    expires_in: (expiresAt - issuedAt) / 1_000,
    refresh_token_expires_in: (refreshExpiresAt - issuedAt) / 1_000,
  });

const refuse = (res: Response, status: number, error: string, description: string): Response =>
  res.status(status).json({ error, error_description: description });

/** RFC 6749 §5.2 lists the reasons; Zendesk tells none of them apart. */
const invalidGrant = (res: Response): Response =>
  refuse(
    res,
    400,
    'invalid_grant',
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  );

/** POST /oauth/tokens, as JSON (documented) or as a form (what OAuth clients send). */
export const tokenRoutes = (account: Account): Router => {
  const routes = Router();
  const bodies = [express.json({ limit: '20kb' }), express.urlencoded({ extended: false, limit: '20kb' })];

  // https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/#create-token-for-grant-type
  routes.post('/oauth/tokens', bodies, (req: express.Request, res: Response) => {
    res.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
    const read = v.safeParse(TokenRequest, req.body);
    if (!read.success) return refuse(res, 400, 'invalid_request', v.summarize(read.issues));
    const asked = read.output;
    if (!isClient(account.client, asked.client_id, asked.client_secret))
      return refuse(res, 401, 'invalid_client', 'Client authentication failed.');
    return asked.grant_type === 'authorization_code'
      ? exchange(account, asked, res)
      : refresh(account, asked, res);
  });

  return routes;
};

const exchange = ({ clock, codes, grants }: Account, asked: CodeExchange, res: Response): Response => {
  const code = codes.find(asked.code);
  if (!code || code.clientId !== asked.client_id) return invalidGrant(res);
  // A second use means that somebody else has the code: RFC 6749 §4.1.2 ends what the first use gave.
  if (code.grantId !== null) {
    grants.revoke(code.grantId);
    return invalidGrant(res);
  }
  if (code.expiresAt <= clock.now() || code.redirectUri !== asked.redirect_uri) return invalidGrant(res);
  if (!answersChallenge(asked.code_verifier, code.challenge)) return invalidGrant(res);
  const grant = grants.open(code);
  code.grantId = grant.id;
  return answer(res, grants.issue(grant, lifetimesOf(asked), true));
};

/** https://support.zendesk.com/hc/en-us/articles/9182123625370: a new pair, and the old one is gone at once. */
const refresh = ({ grants }: Account, asked: Refresh, res: Response): Response => {
  const has = grants.findRefresh(asked.refresh_token)?.grant.scopes ?? [];
  // RFC 6749 §6: no more than the person has said yes to.
  if (asked.scope !== undefined && readScopes(asked.scope).some((scope) => !has.includes(scope)))
    return refuse(res, 400, 'invalid_scope', 'The requested scope is invalid, unknown, or malformed.');
  const rotation = grants.rotate(asked.refresh_token, asked.client_id, lifetimesOf(asked));
  return rotation.name === 'rotated' ? answer(res, rotation.pair) : invalidGrant(res);
};
