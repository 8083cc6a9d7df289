import express, { type Request, Router } from 'express';
import { htmlText } from '../../serving/html.ts';
import type { Org } from '../org.ts';
import type { Person } from '../person.ts';
import {
  type AuthorizationRequest,
  answerAddress,
  readAuthorizationRequest,
} from './authorization-request.ts';
import { consentPage, oauthErrorPage } from './consent-page.ts';

/** Fifteen minutes, as long as Salesforce keeps them. */
const codeLifetimeMs = 15 * 60_000;

/** The pages where a person says yes or no. */
export const authorizeRoutes = (org: Org): Router => {
  const { clock, client, codes, data, grants, origin, signedIn } = org;
  const routes = Router();

  const personOf = (req: Request): Person | null => data.person(signedIn.who(req) ?? '') ?? null;

  const allow = (person: Person, request: AuthorizationRequest): string => {
    const code = codes.issue({
      ...request,
      clientId: client.id,
      userId: person.id,
      expiresAt: clock.now() + codeLifetimeMs,
    });
    return answerAddress(request.redirectUri, { code, state: request.state });
  };

  const allowedBefore = (person: Person, { prompt, scopes }: AuthorizationRequest): boolean =>
    !prompt.includes('consent') &&
    grants.grants.some(
      (grant) => grant.userId === person.id && scopes.every((scope) => grant.scopes.includes(scope)),
    );

  // https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm
  routes.get('/services/oauth2/authorize', (req, res) => {
    const read = readAuthorizationRequest(client, req.query);
    if (read.name === 'hopeless') return res.status(400).send(htmlText(oauthErrorPage(read.error, read.why)));
    if (read.name === 'refused') return res.redirect(303, read.location);
    const person = personOf(req);
    if (!person) return res.redirect(303, `/login?startURL=${encodeURIComponent(req.originalUrl)}`);
    if (allowedBefore(person, read.request)) return res.redirect(303, allow(person, read.request));
    return res.send(htmlText(consentPage(client, person, read.request, req.originalUrl)));
  });

  // The consent page's own form, at the address of Salesforce's.
  routes.post(
    '/setup/secur/RemoteAccessAuthorizationPage.apexp',
    express.urlencoded({ extended: false }),
    (req, res) => {
      if (req.headers.origin !== origin)
        return res.status(403).send(htmlText(oauthErrorPage('access_denied', 'sent from elsewhere')));
      const asked = new URL(String(req.body?.request ?? ''), origin);
      const read = readAuthorizationRequest(client, Object.fromEntries(asked.searchParams));
      if (read.name === 'hopeless')
        return res.status(400).send(htmlText(oauthErrorPage(read.error, read.why)));
      if (read.name === 'refused') return res.redirect(303, read.location);
      const person = personOf(req);
      if (!person) return res.redirect(303, '/login');
      if (req.body?.answer === 'allow') return res.redirect(303, allow(person, read.request));
      return res.redirect(
        303,
        answerAddress(read.request.redirectUri, {
          error: 'access_denied',
          error_description: 'end-user denied authorization',
          state: read.request.state,
        }),
      );
    },
  );

  return routes;
};
