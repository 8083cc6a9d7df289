import { join } from 'node:path';
import type { Router } from 'express';
import type { EndTransfers } from '../artifacts/end-transfers.ts';
import { Problem } from '../http/problem.ts';
import { storagePolicyOf, type Tenant } from '../tenants/tenant.ts';
import { createClamd } from './clamd.ts';
import { createEndTransfersOf } from './end-transfers-of.ts';
import { transferRoutes } from './routes.ts';
import { openSealedParts } from './sealed-parts.ts';
import { createSweepTransfers } from './sweep-transfers.ts';
import type { FilePolicy } from './transfer.ts';
import { createTransferActions } from './transfer-actions.ts';
import type { TransferNeeds } from './transfer-needs.ts';

type RoutesNeeds = Parameters<typeof transferRoutes>[0];

export interface TransfersNeeds
  extends Omit<TransferNeeds, 'parts' | 'policyOf' | 'scan' | 'partStallMs'>,
    Omit<RoutesNeeds, 'actions'> {
  readonly dataFolder: string;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  /** ClamAV: `host:port` or a socket's path; null: files are not scanned. */
  readonly clamd: string | null;
  /** As in `TransferNeeds`, unless a test says otherwise. */
  readonly partStallMs?: number;
}

export interface Transfers {
  /** Mounted at /api. */
  readonly routes: Router;
  /** For whoever deletes all that there is of sessions. */
  readonly endAllOf: EndTransfers;
  /** Every minute or so. */
  sweep(): Promise<void>;
}

const partStallMs = 10_000;

/** Composes the files that go through the server: those that are kept, and those that are scanned. */
export const createTransfers = ({
  dataFolder,
  findTenant,
  clamd,
  partyOf,
  fromSites,
  ...rest
}: TransfersNeeds): Transfers => {
  const scan = clamd === null ? null : createClamd({ address: clamd });
  const policyOf = async (tenantId: string): Promise<FilePolicy> => {
    const tenant = await findTenant(tenantId);
    if (!tenant) throw new Problem('not_found', 'This organization is not here any more.');
    const { keepTransfers, transfer, blockedTypes, region } = storagePolicyOf(tenant.settings);
    const throughServer = keepTransfers || scan !== null;
    return { throughServer, keep: keepTransfers, maxBytes: transfer.maxBytes, blockedTypes, region };
  };
  const needs = { partStallMs, ...rest, parts: openSealedParts(join(dataFolder, 'uploads')), policyOf, scan };
  return {
    routes: transferRoutes({ actions: createTransferActions(needs), partyOf, fromSites }),
    endAllOf: createEndTransfersOf(needs),
    sweep: createSweepTransfers(needs),
  };
};
