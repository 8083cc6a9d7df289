import { type Request, type Response, Router } from 'express';
import { SignInProof, type SignInView } from '../../protocol/http/authentication.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { readBody } from '../http/read-body.ts';
import { readParams } from '../http/read-params.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { TransactionParams } from './api-routes.ts';
import { type createBindPopup, openTransaction, type PopupEvidence } from './bind-popup.ts';
import { hasPopupCookie, setPopupCookie } from './popup-cookie.ts';
import { findTransaction } from './transaction-store.ts';

interface BindingRoutesNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly origin: string;
  readonly bindPopup: ReturnType<typeof createBindPopup>;
  readonly now: () => number;
}

/** What a popup shows, and how it is bound to its transaction. */
export const bindingRoutes = ({ db, tenants, origin, bindPopup, now }: BindingRoutesNeeds): Router => {
  const routes = Router();

  routes.get('/transactions/:id', async (req, res) => {
    const { id } = readParams(TransactionParams, req);
    const { tenantId, userCode, expectedAgentId } = openTransaction(await findTransaction(db, id), now());
    const tenant = await tenants.find(db, tenantId);
    const kind = tenant?.settings.crm.kind;
    if (!tenant || !kind || kind === 'jwt') throw new Problem('not_found', 'There is no such organization.');
    const view: SignInView = {
      userCode,
      comparesCode: expectedAgentId === null,
      crm: kind,
      tenantName: tenant.name,
    };
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
    const { secret, next, maxAgeMs } = await bindPopup(id, evidence);
    setPopupCookie(res, id, secret, maxAgeMs);
    res.status(201).json({ next });
  };

  return routes;
};
