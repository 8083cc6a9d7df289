import { join } from 'node:path';
import type { Router } from 'express';
import type { Logger } from 'pino';
import type { CheckPlace, KeepArtifact } from '../artifacts/artifact.ts';
import { makeFolder } from '../config/make-folder.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { storagePolicyOf, type Tenant } from '../tenants/tenant.ts';
import { createHasRoom } from './has-room.ts';
import { createRecorders, type Recorders } from './recorders.ts';
import { createRecordingKeys } from './recording-keys.ts';
import { type MayRecord, recordingRoutes } from './routes.ts';
import { viewRecording } from './view-recording.ts';

interface RecordingsNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open'>;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  readonly keep: KeepArtifact;
  readonly checkPlace: CheckPlace;
  /** Whether so many bytes more may wait for their storage. */
  readonly spoolHasRoom: (bytes: number) => Promise<boolean>;
  /** @throws Problem `unauthorized`, `missing_role`. */
  readonly mayRecord: MayRecord;
  readonly dataFolder: string;
  /** As `Journal` has it, unless a test says otherwise. */
  readonly maxWaitingBytes?: number;
  readonly now: () => number;
  readonly log: Pick<Logger, 'error' | 'warn'>;
}

export interface Recordings {
  /** Mounted at /api, after callers were identified and JSON bodies read. */
  readonly routes: Router;
  /** For the sessions: what happens in them is recorded by these. */
  readonly recorders: Recorders;
}

/** Composes what is recorded, the keys it is sealed to, and its playback. */
export const createRecordings = (needs: RecordingsNeeds): Recordings => {
  const { findTenant, dataFolder, spoolHasRoom } = needs;
  // Within the spool, whose limit counts for them, too.
  const folder = join(dataFolder, 'spool', 'recordings');
  makeFolder(folder);
  const policyOf = async (tenantId: string) => {
    const tenant = await findTenant(tenantId);
    if (!tenant) throw new Problem('not_found', 'This organization is not here any more.');
    return storagePolicyOf(tenant.settings);
  };
  const keys = createRecordingKeys({
    ...needs,
    ownKeyOf: async (tenantId) => (await policyOf(tenantId)).publicKey,
  });
  const hasRoom = createHasRoom({ folder, spoolHasRoom });
  const maxBytesOf = async (tenantId: string) => (await policyOf(tenantId)).recording.maxBytes;
  const isThere = async (tenantId: string) => (await findTenant(tenantId)) !== null;
  const view = viewRecording({ ...needs, keys });
  return {
    recorders: createRecorders({ ...needs, keys, folder, hasRoom, isThere, maxBytesOf }),
    routes: recordingRoutes({ mayRecord: needs.mayRecord, currentKey: keys.current, view }),
  };
};
