import type { FileTerms } from '../../protocol/http/file-terms.ts';
import type { Queryable } from '../database/transaction.ts';
import { consentPolicyOf, storagePolicyOf, type Tenant } from '../tenants/tenant.ts';
import { agentMay } from './agent-may.ts';
import { isOffered } from './offered-capabilities.ts';
import type { Session } from './session.ts';

interface FileTermsNeeds {
  readonly db: Queryable;
  readonly tenantOf: (id: string) => Promise<Tenant>;
  /** Whether this installation has a scanner: then every file goes past it. */
  readonly scansFiles: boolean;
}

export type FileTermsOf = (session: Session) => Promise<FileTerms>;

/** How files go in this session from now on. Only what is neither kept nor scanned goes sealed from browser to browser. */
export const createFileTermsOf =
  ({ db, tenantOf, scansFiles }: FileTermsNeeds): FileTermsOf =>
  async (session) => {
    const { settings } = await tenantOf(session.tenantId);
    const { transfer, keepTransfers, blockedTypes } = storagePolicyOf(settings);
    const policy = consentPolicyOf(settings);
    return {
      offered: isOffered({ session, policy, capability: 'files' }) && (await agentMay(db, session, 'files')),
      way: keepTransfers || scansFiles ? 'server' : 'sealed',
      kept: keepTransfers,
      scanned: scansFiles,
      maxBytes: transfer.maxBytes,
      blockedTypes: [...blockedTypes],
    };
  };
