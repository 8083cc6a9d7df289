import { type Request, type RequestHandler, type Response, Router } from 'express';
import * as v from 'valibot';
import { SignInProof, type SignInView } from '../../protocol/http/authentication.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { readBody } from '../http/read-body.ts';
import { readParams } from '../http/read-params.ts';
import { readQuery } from '../http/read-query.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { TransactionParams } from './api-routes.ts';
import { type BoundPopup, type createBindPopup, openTransaction, type PopupEvidence } from './bind-popup.ts';
import type { createClaimCallback } from './claim-callback.ts';
import type { createFinishSignIn } from './finish-sign-in.ts';
import type { createGoToCrm } from './go-to-crm.ts';
import { hasPopupCookie, setPopupCookie } from './popup-cookie.ts';
import { popupOutcome } from './tell-outcome.ts';
import { findTransaction } from './transaction-store.ts';

interface PopupRoutesNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly origin: string;
  readonly bindPopup: ReturnType<typeof createBindPopup>;
  readonly goToCrm: ReturnType<typeof createGoToCrm>;
  readonly claimCallback: ReturnType<typeof createClaimCallback>;
  readonly finishSignIn: ReturnType<typeof createFinishSignIn>;
  readonly now: () => number;
}

/** RFC 6749 §4.1.2. A CRM may add parameters; a name that comes twice is refused. */
const CallbackQuery = v.pipe(
  v.object({ state: v.string(), code: v.optional(v.string()), error: v.optional(v.string()) }),
  v.check(({ code, error }) => code !== undefined || error !== undefined),
);
const NoQuery = v.strictObject({});

/** Mounted at /auth: what the sign-in popup asks for. Its pages are served elsewhere. */
export const authPopupRoutes = (needs: PopupRoutesNeeds): Router => {
  const { db, tenants, origin, bindPopup, goToCrm, claimCallback, finishSignIn, now } = needs;
  const routes = Router();
  routes.use(['/transactions', '/authorize', '/callback'], noTraces);

  routes.get('/transactions/:id', async (req, res) => {
    const { id } = readParams(TransactionParams, req);
    const { tenantId, userCode } = openTransaction(await findTransaction(db, id), now());
    const tenant = await tenants.find(db, tenantId);
    if (!tenant) throw new Problem('not_found', 'There is no such organization.');
    const view: SignInView = { userCode, crm: tenant.settings.crm.kind, tenantName: tenant.name };
    res.json(view);
  });

  routes.post('/transactions/:id/proofs', async (req, res) => {
    const { proof } = readBody(SignInProof, req);
    await bind(req, res, { type: 'proof', proof });
  });

  routes.post('/transactions/:id/confirmations', async (req, res) => {
    await bind(req, res, { type: 'codes-match', isBound: (transaction) => hasPopupCookie(req, transaction) });
  });

  const bind = async (req: Request, res: Response, evidence: PopupEvidence): Promise<void> => {
    // Only our own page in this browser may say so: no form on another site.
    if (req.headers.origin !== origin)
      throw new Problem('origin_refused', 'This is for Handrail’s own page.');
    const { id } = readParams(TransactionParams, req);
    const { secret, next, maxAgeMs }: BoundPopup = await bindPopup(id, evidence);
    setPopupCookie(res, id, secret, maxAgeMs);
    res.status(201).json({ next });
  };

  routes.get('/authorize/:id', async (req, res, next) => {
    // passport would take a `code` or an `error` here for a callback.
    readQuery(NoQuery, req);
    await goToCrm(readParams(TransactionParams, req).id, { req, res, next });
  });

  routes.get('/callback', async (req, res, next) => {
    const { state, error } = readQuery(CallbackQuery, req);
    const claimed = await claimCallback(req, state);
    await finishSignIn(claimed, { error }, { req, res, next });
    res.redirect(303, `/auth/done/${claimed.transaction.id}`);
  });

  routes.get('/transactions/:id/outcome', async (req, res) => {
    const transaction = await findTransaction(db, readParams(TransactionParams, req).id);
    if (!transaction || !hasPopupCookie(req, transaction)) {
      throw new Problem('sign_in_unproven', 'This sign-in was begun in another window.');
    }
    res.json(await popupOutcome(db, transaction));
  });

  return routes;
};

/** States and codes are in these addresses: no cache keeps them and no page is told them. */
const noTraces: RequestHandler = (_req, res, next) => {
  res.setHeader('cache-control', 'no-store');
  res.setHeader('referrer-policy', 'no-referrer');
  next();
};
