import { join } from 'node:path';
import type { Router } from 'express';
import type { Logger } from 'pino';
import * as v from 'valibot';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import type { Job, JobHandler } from '../jobs/job.ts';
import { enqueue } from '../jobs/outbox.ts';
import { storageKey } from '../storage/storage-key.ts';
import type { CheckPlace, KeepArtifact } from './artifact.ts';
import { type ArtifactActions, createArtifactActions } from './artifact-actions.ts';
import { findRow } from './artifact-store.ts';
import { createCheckTarget } from './check-target.ts';
import { createCheckPlace } from './decide-place.ts';
import { createDeleteExpired, type DeleteExpired } from './delete-expired.ts';
import { createDeleteLate } from './delete-late.ts';
import { type EndTransfers, endNoTransfers } from './end-transfers.ts';
import { ArtifactJob, artifactJobs, deleteLateJob, removeJob } from './job-kinds.ts';
import { createKeepArtifact } from './keep-artifact.ts';
import { createMoveArtifact, keyParts } from './move-artifact.ts';
import { createOpenArtifact, type OpenArtifact } from './open-artifact.ts';
import { createRemoveObject } from './remove-object.ts';
import { createRewrap } from './rewrap.ts';
import { artifactRoutes } from './routes.ts';
import { createScrub } from './scrub.ts';
import { type OnArtifactsChanged, settleFailed } from './settle-move.ts';
import { createSpool } from './spool.ts';
import { type SpoolDisk, spoolDisk } from './spool-disk.ts';
import { createSweepSpool } from './sweep-spool.ts';
import { createTargets, type TargetNeeds } from './targets.ts';
import { createUnspool } from './unspool.ts';

export interface ArtifactsNeeds extends TargetNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly keyRing: KeyRing;
  readonly dataFolder: string;
  readonly spoolLimitBytes: number;
  /** What the case lists of a session's artifacts is to be brought up to date. */
  readonly onArtifactsChanged?: OnArtifactsChanged;
  /** Files on their way belong to what is deleted of somebody; not said: none go through here. */
  readonly endTransfers?: EndTransfers;
  /** Something is in the outbox. */
  readonly wake: () => void;
  readonly now: () => number;
  readonly log: Pick<Logger, 'error' | 'warn'>;
  /** The machine's own, unless a test says otherwise. */
  readonly spoolDisk?: SpoolDisk;
}

export interface Artifacts {
  readonly keep: KeepArtifact;
  readonly checkPlace: CheckPlace;
  readonly open: OpenArtifact;
  readonly actions: ArtifactActions;
  /** Whether so many bytes more would be taken now: a recording asks before it begins. */
  spoolHasRoom(bytes?: number): Promise<boolean>;
  /** Tries a target of a tenant's own: null, or what is the matter. @throws Problem `not_found`. */
  readonly checkTarget: ReturnType<typeof createCheckTarget>;
  /** Mounted at /api, after callers were identified and JSON bodies read. */
  readonly routes: Router;
  /** For a worker of their own: what takes long holds up no note. */
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly onGivenUp: (trx: Transaction, job: Job, problem: string) => Promise<void>;
  /** For the retention table. */
  readonly deleteExpired: DeleteExpired;
  /** Removes what processes that died left in the spool. At the start. */
  sweepSpool(): Promise<number>;
  /** The same again; looks whether what is stored is still as it was; wraps keys anew after a new one came into the ring. Every ten minutes. */
  readonly tend: () => Promise<void>;
  /** What is being sent begins anew later, elsewhere. */
  stop(): void;
}

/** For ten minutes: two gigabytes an hour. */
const scrubBytes = (2 * 1024 ** 3) / 6;
const dayMs = 24 * 60 * 60_000;

export const createArtifacts = (options: ArtifactsNeeds): Artifacts => {
  const stopping = new AbortController();
  const spool = createSpool({
    folder: join(options.dataFolder, 'spool'),
    limitBytes: options.spoolLimitBytes,
    disk: options.spoolDisk ?? spoolDisk,
  });
  const needs = {
    ...options,
    onArtifactsChanged: options.onArtifactsChanged ?? (async () => undefined),
    endTransfers: options.endTransfers ?? endNoTransfers,
    spool,
    targets: createTargets(options),
    keyOf: (row: Parameters<typeof keyParts>[0]) => storageKey(keyParts(row)),
    stopping: stopping.signal,
  };
  const open = createOpenArtifact(needs);
  const [scrub, rewrap, sweepSpool] = [createScrub(needs), createRewrap(needs), createSweepSpool(needs)];
  const actions = createArtifactActions(needs);
  return {
    keep: createKeepArtifact(needs),
    checkPlace: createCheckPlace(needs),
    open,
    actions,
    spoolHasRoom: spool.hasRoom,
    checkTarget: createCheckTarget(needs),
    routes: artifactRoutes({ actions, open }),
    handlers: {
      [artifactJobs.move]: createMoveArtifact(needs),
      [artifactJobs.unspool]: createUnspool(needs),
      [artifactJobs.remove]: createRemoveObject(needs),
      [artifactJobs.deleteLate]: createDeleteLate(needs),
    },
    onGivenUp: async (trx, { kind, tenantId, payload }, problem) => {
      const of = { tenantId, id: v.parse(ArtifactJob, payload).artifactId };
      const row = await findRow(trx, of);
      if (row && kind === artifactJobs.move) await settleFailed(needs, trx, { row, problem });
      // It has to go, however long that takes.
      const tomorrow = needs.now() + dayMs;
      if (row && kind === artifactJobs.remove) await enqueue(trx, removeJob(of, tomorrow));
      if (kind === artifactJobs.deleteLate) await enqueue(trx, deleteLateJob(of, tomorrow));
    },
    deleteExpired: createDeleteExpired(needs),
    sweepSpool,
    tend: async () => {
      await sweepSpool();
      await rewrap();
      await scrub(scrubBytes);
    },
    stop: () => stopping.abort(),
  };
};
