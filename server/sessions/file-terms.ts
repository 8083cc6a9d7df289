import type { FileTerms } from '../../protocol/http/file-terms.ts';
import type { Queryable } from '../database/transaction.ts';
import { consentPolicyOf, storagePolicyOf, type Tenant } from '../tenants/tenant.ts';
import { agentMay } from './agent-may.ts';
import type { FileWayOf } from './file-way.ts';
import { isOffered } from './offered-capabilities.ts';
import type { Session } from './session.ts';

interface FileTermsNeeds {
  readonly db: Queryable;
  readonly tenantOf: (id: string) => Promise<Tenant>;
  readonly scansFiles: boolean;
  readonly fileWayOf: FileWayOf;
}

export type FileTermsOf = (session: Session) => Promise<FileTerms>;

/** How files go in this session from now on. */
export const createFileTermsOf =
  ({ db, tenantOf, scansFiles, fileWayOf }: FileTermsNeeds): FileTermsOf =>
  async (session) => {
    const { settings } = await tenantOf(session.tenantId);
    const { transfer, keepTransfers, blockedTypes } = storagePolicyOf(settings);
    const policy = consentPolicyOf(settings);
    return {
      offered: isOffered({ session, policy, capability: 'files' }) && (await agentMay(db, session, 'files')),
      way: fileWayOf(settings),
      kept: keepTransfers,
      scanned: scansFiles,
      maxBytes: transfer.maxBytes,
      blockedTypes: [...blockedTypes],
    };
  };
