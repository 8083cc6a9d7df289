import express, { type RequestHandler, Router } from 'express';
import type { Account } from '../account.ts';
import { appRoutes } from './app-routes.ts';
import { authenticate } from './authenticate.ts';
import { answerRefusal, notFound } from './refusal.ts';
import { ticketRoutes } from './ticket-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { userRoutes } from './user-routes.ts';

// Both forms are documented: https://developer.zendesk.com/api-reference/introduction/requests/
const withoutJsonSuffix: RequestHandler = (req, _res, next) => {
  req.url = req.url.replace(/\.json(?=\?|$)/, '');
  next();
};

/** Mounted at /api/v2. */
export const apiRoutes = (account: Account): Router => {
  const routes = Router();
  routes.use(
    withoutJsonSuffix,
    account.rateLimit.count,
    authenticate(account),
    express.json({ limit: '200kb' }),
  );
  routes.use(userRoutes(account), ticketRoutes(account), tokenRoutes(account), appRoutes(account));
  routes.use(() => {
    throw notFound();
  });
  routes.use(answerRefusal);
  return routes;
};
