import express, { type Request, Router } from 'express';
import { htmlText } from '../../serving/html.ts';
import type { Account } from '../account.ts';
import type { Person } from '../person.ts';
import {
  type AuthorizationRequest,
  answerAddress,
  readAuthorizationRequest,
} from './authorization-request.ts';
import { consentPage, hopelessPage } from './consent-page.ts';

const codeLifetimeMs = 120_000;

/** The pages where a person says yes or no: /oauth/authorizations. */
export const authorizeRoutes = (account: Account): Router => {
  const { clock, client, codes, desk, grants, origin, signedIn } = account;
  const routes = Router();

  const personOf = (req: Request): Person | null => desk.person(signedIn.who(req) ?? '') ?? null;

  const allow = (person: Person, request: AuthorizationRequest): string => {
    const code = codes.issue({
      ...request,
      clientId: client.id,
      userId: String(person.id),
      expiresAt: clock.now() + codeLifetimeMs,
    });
    return answerAddress(request.redirectUri, { code, state: request.state });
  };

  const allowedBefore = (person: Person, { scopes }: AuthorizationRequest): boolean =>
    grants.grants.some(
      (grant) =>
        grant.userId === String(person.id) &&
        grant.clientId === client.id &&
        scopes.every((scope) => grant.scopes.includes(scope)),
    );

  // https://developer.zendesk.com/documentation/api-basics/authentication/using-oauth-to-authenticate-zendesk-api-requests-in-a-web-app/#send-the-user-to-the-zendesk-authorization-page
  routes.get('/oauth/authorizations/new', (req, res) => {
    const read = readAuthorizationRequest(client, req.query);
    if (read.name === 'hopeless') return res.status(400).send(htmlText(hopelessPage(read.why)));
    if (read.name === 'refused') return res.redirect(303, read.location);
    const person = personOf(req);
    if (!person) return res.redirect(303, `/login?return_to=${encodeURIComponent(req.originalUrl)}`);
    if (allowedBefore(person, read.request)) return res.redirect(303, allow(person, read.request));
    return res.send(htmlText(consentPage(client, person, read.request, req.originalUrl)));
  });

  // The consent page's own form.
  routes.post('/oauth/authorizations', express.urlencoded({ extended: false }), (req, res) => {
    if (req.headers.origin !== origin)
      return res.status(403).send(htmlText(hopelessPage('Sent from elsewhere.')));
    const asked = new URL(String(req.body?.request ?? ''), origin);
    const read = readAuthorizationRequest(client, Object.fromEntries(asked.searchParams));
    if (read.name === 'hopeless') return res.status(400).send(htmlText(hopelessPage(read.why)));
    if (read.name === 'refused') return res.redirect(303, read.location);
    const person = personOf(req);
    if (!person) return res.redirect(303, '/login');
    if (req.body?.answer === 'allow') return res.redirect(303, allow(person, read.request));
    return res.redirect(
      303,
      answerAddress(read.request.redirectUri, {
        error: 'access_denied',
        error_description: 'The end-user or authorization server denied the request.',
        state: read.request.state,
      }),
    );
  });

  return routes;
};
