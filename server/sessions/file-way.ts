import type { FileTerms } from '../../protocol/http/file-terms.ts';
import { storagePolicyOf, type TenantSettings } from '../tenants/tenant.ts';

type FileWayName = FileTerms['way'];

/** Which way files go between the two ends. */
export type FileWayOf = (settings: Pick<TenantSettings, 'storage' | 'crm'>) => FileWayName;

/** Only what is neither kept nor scanned goes sealed from browser to browser. `scansFiles`: this installation has a scanner, and every file goes past it. */
export const createFileWayOf =
  (scansFiles: boolean): FileWayOf =>
  (settings) =>
    scansFiles || storagePolicyOf(settings).keepTransfers ? 'server' : 'sealed';
