import { type RequestHandler, Router } from 'express';
import { ChangeSettings, type SettingsView } from '../../protocol/http/tenant-settings.ts';
import type { Queryable } from '../database/transaction.ts';
import { type CallerWith, callerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { readBody } from '../http/read-body.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { settingsView } from './settings-view.ts';

interface SettingsRoutesNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'read'>;
  readonly identify: RequestHandler;
  readonly change: (caller: CallerWith<'settings.manage'>, asked: ChangeSettings) => Promise<SettingsView>;
}

/** Mounted at /api. */
export const settingsRoutes = ({ db, tenants, identify, change }: SettingsRoutesNeeds): Router => {
  const routes = Router();

  routes.get('/tenant/settings', identify, async (_req, res) => {
    const { tenantId } = callerWith('settings.manage', res);
    const found = await tenants.read(db, tenantId);
    if (!found) throw new Problem('not_found', 'There is no such organization.');
    res.json(settingsView(found.tenant, found.version));
  });

  routes.put('/tenant/settings', identify, async (req, res) => {
    const caller = callerWith('settings.manage', res);
    res.json(await change(caller, readBody(ChangeSettings, req)));
  });

  return routes;
};
