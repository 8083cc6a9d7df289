import { type RequestHandler, Router } from 'express';
import { ChangeStorage, CheckStorage, type StorageView } from '../../protocol/http/storage-settings.ts';
import type { ProblemCode } from '../../protocol/problem.ts';
import type { Queryable } from '../database/transaction.ts';
import { type CallerWith, callerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { readBody } from '../http/read-body.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { storageView } from './storage-view.ts';

/** Whether a target of this tenant could be used now: null, or why not. @throws Problem `not_found`. */
export type CheckTarget = (tenantId: string, target: string) => Promise<ProblemCode | null>;

interface StorageRoutesNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'read'>;
  readonly identify: RequestHandler;
  readonly change: (caller: CallerWith<'settings.manage'>, asked: ChangeStorage) => Promise<StorageView>;
  readonly checkTarget: CheckTarget;
  readonly ownRegion: string | null;
}

/** Mounted at /api. */
export const storageRoutes = (needs: StorageRoutesNeeds): Router => {
  const { db, tenants, identify, change, checkTarget, ownRegion } = needs;
  const routes = Router();

  routes.get('/tenant/storage', identify, async (_req, res) => {
    const { tenantId } = callerWith('settings.manage', res);
    const found = await tenants.read(db, tenantId);
    if (!found) throw new Problem('not_found', 'There is no such organization.');
    res.json(storageView({ ...found, ownRegion }));
  });

  routes.put('/tenant/storage', identify, async (req, res) => {
    const caller = callerWith('settings.manage', res);
    res.json(await change(caller, readBody(ChangeStorage, req)));
  });

  routes.post('/tenant/storage/checks', identify, async (req, res) => {
    const { tenantId } = callerWith('settings.manage', res);
    const { target } = readBody(CheckStorage, req);
    res.status(201).json({ problem: await checkTarget(tenantId, target) });
  });

  return routes;
};
