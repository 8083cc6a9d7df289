import { randomBytes } from 'node:crypto';
import type { Router } from 'express';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Permission } from '../../../protocol/permission.ts';
import { tenantWith } from '../../server/agents/tenant-with.ts';
import { openStage, type Stage } from '../join/stage.ts';

/** The admin pages in a real browser, for an administrator who is signed in; the API behind them is the test's. */
export interface AdminStage {
  readonly stage: Stage;
  /** Opens a page of the admin area: `write-back`. */
  open(route: string, options?: BrowserContextOptions): Promise<Page>;
}

/** `more`: what she may do beside changing settings. */
export const openAdminStage = async (
  api: (routes: Router) => void,
  more: readonly Permission[] = [],
): Promise<AdminStage> => {
  const tenant = tenantWith([]);
  const stage = await openStage({
    tenant,
    api: (routes) => {
      routes.post('/api/admin-codes/redemptions', (_req, res) => res.status(201).json(ann(more)));
      api(routes);
    },
  });
  return {
    stage,
    open: async (route, options = {}) => {
      const code = randomBytes(32).toString('base64url');
      const page = await stage.open(`/admin/${tenant.id}#${code}`, options);
      await page.getByRole('navigation', { name: 'Admin' }).waitFor();
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#/${route}`);
      return page;
    },
  };
};

const ann = (more: readonly Permission[]) => ({
  token: randomBytes(32).toString('base64url'),
  expiresAt: Date.now() + 3_600_000,
  agent: {
    id: 'agt_ann',
    name: 'Ann Admin',
    roles: ['admin'],
    permissions: ['settings.manage', 'team.manage', ...more],
    missingRole: null,
    onlyId: null,
    outsidePilot: null,
    accessRequest: null,
    connection: 'connected',
  },
});
