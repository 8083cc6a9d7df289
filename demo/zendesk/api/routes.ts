import express, { type RequestHandler, Router } from 'express';
import type { Account } from '../account.ts';
import { appRoutes } from './app-routes.ts';
import { attachmentRoutes } from './attachment-routes.ts';
import { authenticate } from './authenticate.ts';
import { fieldRoutes } from './field-routes.ts';
import { mergeRoutes } from './merge-routes.ts';
import { objectRoutes } from './object-routes.ts';
import { answerRefusal, notFound } from './refusal.ts';
import { ticketRoutes } from './ticket-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { uploadRoutes } from './upload-routes.ts';
import { userRoutes } from './user-routes.ts';

// Both forms are documented: https://developer.zendesk.com/api-reference/introduction/requests/
const withoutJsonSuffix: RequestHandler = (req, _res, next) => {
  req.url = req.url.replace(/\.json(?=\?|$)/, '');
  next();
};

/** Mounted at /api/v2. */
export const apiRoutes = (account: Account): Router => {
  const routes = Router();
  routes.use(withoutJsonSuffix, account.rateLimit.count, authenticate(account));
  // Before the parser: an upload's body is a file, of any type.
  routes.use(uploadRoutes(account), express.json({ limit: '200kb' }));
  routes.use(attachmentRoutes(account), fieldRoutes(account), objectRoutes(account));
  routes.use(
    userRoutes(account),
    mergeRoutes(account),
    ticketRoutes(account),
    tokenRoutes(account),
    appRoutes(account),
  );
  routes.use(() => {
    throw notFound();
  });
  routes.use(answerRefusal);
  return routes;
};
