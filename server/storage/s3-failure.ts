import { Problem } from '../http/problem.ts';
import { toUpstreamFailure, UpstreamFailure } from '../http/upstream-failure.ts';
import {
  artifactMissing,
  artifactTooLarge,
  rangeInvalid,
  regionRefused,
  storageFull,
  storageRefused,
  storageUnavailable,
} from './storage-problems.ts';

type Translate = (cause: unknown) => Problem;

/** By the code that S3 names: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const byCode: Readonly<Record<string, Translate>> = {
  NoSuchKey: artifactMissing,
  NotFound: artifactMissing,
  NoSuchVersion: artifactMissing,
  // Somebody aborted it: the next try begins anew.
  NoSuchUpload: storageUnavailable,
  NoSuchBucket: storageRefused,
  InvalidRange: rangeInvalid,
  EntityTooLarge: artifactTooLarge,
  QuotaExceeded: storageFull,
  InsufficientStorage: storageFull,
  PermanentRedirect: regionRefused,
  TemporaryRedirect: regionRefused,
  AuthorizationHeaderMalformed: regionRefused,
  IllegalLocationConstraintException: regionRefused,
  // Something on the way changed it, or was late: the same again can be right.
  BadDigest: storageUnavailable,
  XAmzContentSHA256Mismatch: storageUnavailable,
  IncompleteBody: storageUnavailable,
  RequestTimeout: storageUnavailable,
  RequestTimeTooSkewed: storageUnavailable,
  // The machine's role could not be asked for.
  CredentialsProviderError: storageRefused,
};

/** What Amazon's client threw, as one of the port's problems. Bugs are handed on as they are. */
export const s3Failure = (error: unknown): unknown => {
  if (error instanceof Problem || !(error instanceof Error)) return error;
  if (error instanceof UpstreamFailure) return fromDoor(error);
  const named = byCode[codeOf(error)] ?? byCode[error.name];
  if (named) return named(error);
  const status = statusOf(error);
  return status === null ? error : byStatus(status)(error);
};

/** For what fails while a body is read: nothing but the line can. */
export const s3ReadFailure = (error: unknown): unknown => fromDoor(toUpstreamFailure(error));

const fromDoor = (failure: UpstreamFailure): Problem =>
  lasting.has(failure.reason) ? storageRefused(failure) : storageUnavailable(failure);

/** The same address does the same again. */
const lasting: ReadonlySet<UpstreamFailure['reason']> = new Set(['blocked', 'redirected', 'too_large']);

const byStatus = (status: number): Translate => {
  if (status === 413) return artifactTooLarge;
  if (status === 416) return rangeInvalid;
  if (status === 507) return storageFull;
  if (status === 301 || status === 307) return regionRefused;
  // A 2xx that makes no sense is a broken server, or something in between.
  if (status === 408 || status === 429 || status >= 500 || status < 300) return storageUnavailable;
  return storageRefused;
};

const codeOf = (error: Error): string =>
  'Code' in error && typeof error.Code === 'string' ? error.Code : '';

/** Every error of the client's own that came with an answer has it here. */
const statusOf = (error: Error): number | null => {
  const metadata = '$metadata' in error ? error.$metadata : null;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
};
