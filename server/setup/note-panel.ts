import type { RequestHandler } from 'express';
import * as v from 'valibot';
import { TenantId } from '../../protocol/identifier.ts';
import type { Queryable } from '../database/transaction.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { rememberFact } from './setup-facts.ts';

interface NotePanelNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly now: () => number;
}

/** So often at most a tenant: panels are opened all day. */
const atMostEveryMs = 60_000;

/** Mounted at /embed/:tenantId: remembers that a tenant's panel was opened, and in whose frame. The checklist wants to know. */
export const createNotePanel = ({
  db,
  tenants,
  now,
}: NotePanelNeeds): RequestHandler<{ tenantId: string }> => {
  const noted = new Map<string, number>();
  return async (req, _res, next) => {
    const { tenantId } = req.params;
    const framedBy = originOf(req.get('origin') ?? req.get('referer'));
    const at = now();
    const isDue = at - (noted.get(tenantId) ?? Number.NEGATIVE_INFINITY) >= atMostEveryMs;
    if (isDue && req.get('sec-fetch-dest') === 'iframe' && v.is(TenantId, tenantId)) {
      if (await tenants.find(db, tenantId)) {
        noted.set(tenantId, at);
        await rememberFact(db, { tenantId, name: 'panel_opened', at }, { framedBy });
      }
    }
    next();
  };
};

const originOf = (address: string | undefined): string | null =>
  address !== undefined && URL.canParse(address) ? new URL(address).origin : null;
