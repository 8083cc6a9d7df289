import { Problem } from '../http/problem.ts';

/** Every failure that adapters report, in one wording. `cause` is what the target or its library said. */

export const storageUnavailable = (cause: unknown, retryAfter?: number): Problem =>
  new Problem('storage_unavailable', 'The storage does not answer. Try again in a moment.', {
    cause,
    retryAfter,
  });

export const storageRefused = (cause: unknown): Problem =>
  new Problem('storage_refused', 'The storage does not allow this. Its settings or permissions are wrong.', {
    cause,
  });

export const storageFull = (cause: unknown): Problem =>
  new Problem('storage_full', 'The storage is full.', { cause });

export const artifactTooLarge = (cause: unknown): Problem =>
  new Problem('artifact_too_large', 'The storage takes nothing of this size.', { cause });

export const artifactChanged = (cause: unknown): Problem =>
  new Problem('artifact_changed', 'What was read is not what was announced.', { cause });

export const artifactMissing = (cause?: unknown): Problem =>
  new Problem('artifact_missing', 'It is not in the storage any more.', { cause });

export const rangeInvalid = (cause?: unknown): Problem =>
  new Problem('range_invalid', 'These bytes are beyond the end.', { cause });

export const regionRefused = (cause: unknown): Problem =>
  new Problem('region_refused', 'The storage is not in the region that the settings name.', { cause });
