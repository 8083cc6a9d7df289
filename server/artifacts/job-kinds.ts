import * as v from 'valibot';
import { ArtifactId } from '../../protocol/http/artifacts.ts';
import type { NewJob } from '../jobs/outbox.ts';
import type { KeyOwner } from './data-key.ts';

/** What the outbox does for artifacts. */
export const artifactJobs = {
  move: 'artifact.move',
  unspool: 'artifact.unspool',
  remove: 'artifact.remove',
  deleteLate: 'artifact.delete',
} as const;

export const ArtifactJob = v.strictObject({ artifactId: ArtifactId });

const jobOf =
  (kind: (typeof artifactJobs)[keyof typeof artifactJobs]) =>
  ({ id, tenantId }: KeyOwner, runAt?: number): NewJob => ({
    tenantId,
    kind,
    payload: { artifactId: id },
    ...(runAt === undefined ? {} : { runAt }),
  });

/** Brings it to its target. */
export const moveJob = jobOf(artifactJobs.move);
/** Takes its file out of the spool: its target has it. */
export const unspoolJob = jobOf(artifactJobs.unspool);
/** Takes it away at its target, and in the spool. */
export const removeJob = jobOf(artifactJobs.remove);
/** Deletes what is not an artifact yet, once it is. */
export const deleteLateJob = jobOf(artifactJobs.deleteLate);
