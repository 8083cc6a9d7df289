import type { KeepArtifact } from '../artifacts/artifact.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import type { Scan } from './clamd.ts';
import type { SealedParts } from './sealed-parts.ts';
import type { FilePolicy } from './transfer.ts';

/** What files that go through the server need. */
export interface TransferNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open'>;
  readonly parts: SealedParts;
  readonly policyOf: (tenantId: string) => Promise<FilePolicy>;
  /** Null: nothing is scanned. */
  readonly scan: Scan | null;
  readonly keep: KeepArtifact;
  /** Where this server and its disk are; null: not said. */
  readonly region: string | null;
  /** What all files under way may take of the disk. */
  readonly spoolLimitBytes: number;
  /** A part of which no byte comes for so long is not waited for. */
  readonly partStallMs: number;
  readonly now: () => number;
}
