import { Router } from 'express';
import * as v from 'valibot';
import { SessionId } from '../../protocol/identifier.ts';
import type { Queryable } from '../database/transaction.ts';
import { bearerOf } from '../http/bearer.ts';
import { readParams } from '../http/read-params.ts';
import type { AskerOf } from './asker.ts';
import type { FileTermsOf } from './file-terms.ts';
import { type SiteAccessNeeds, siteAccess } from './site-access.ts';
import { sessionOfVisitor } from './visitor-credential.ts';

interface FileTermsRoutesNeeds extends SiteAccessNeeds {
  readonly db: Queryable;
  readonly askerOf: AskerOf;
  readonly termsOf: FileTermsOf;
}

const OfSession = v.strictObject({ id: SessionId });

/** How files go, for both ends of a session. Mounted at /api. */
export const fileTermsRoutes = ({ db, askerOf, termsOf, isSite }: FileTermsRoutesNeeds): Router => {
  const routes = Router();
  const fromSites = siteAccess({ isSite });
  routes.get('/sessions/:id/file-terms', async (req, res) => {
    const { session } = await askerOf(req, res, readParams(OfSession, req).id);
    res.json(await termsOf(session));
  });
  routes.options('/sessions/:id/visitor-file-terms', fromSites);
  routes.get('/sessions/:id/visitor-file-terms', fromSites, async (req, res) => {
    const session = await sessionOfVisitor(db, readParams(OfSession, req).id, bearerOf(req));
    res.json(await termsOf(session));
  });
  return routes;
};
