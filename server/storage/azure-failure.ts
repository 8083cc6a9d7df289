import { RestError } from '@azure/storage-blob';
import { Problem } from '../http/problem.ts';
import { toUpstreamFailure, UpstreamFailure } from '../http/upstream-failure.ts';
import {
  artifactMissing,
  artifactTooLarge,
  rangeInvalid,
  storageFull,
  storageRefused,
  storageUnavailable,
} from './storage-problems.ts';

type Translate = (cause: unknown) => Problem;

/** By the code that Azure names: https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes */
const byCode: Readonly<Record<string, Translate>> = {
  ContainerNotFound: storageRefused,
  ContainerDisabled: storageRefused,
  ContainerBeingDeleted: storageRefused,
  RequestBodyTooLarge: artifactTooLarge,
  // Something on the way changed it: the same again can be right.
  Md5Mismatch: storageUnavailable,
  InvalidBlockList: storageUnavailable,
  InvalidRange: rangeInvalid,
};

/** What Azure's client threw, as one of the port's problems. Bugs are handed on as they are. */
export const azureFailure = (error: unknown): unknown => {
  if (error instanceof Problem || !(error instanceof Error)) return error;
  const ours = [error, error.cause].find((one) => one instanceof UpstreamFailure);
  if (ours) return fromDoor(ours);
  // Of @azure/identity: this machine has no identity, or it is not let in.
  if (/^(AuthenticationError|CredentialUnavailableError|AggregateAuthenticationError)$/.test(error.name))
    return storageRefused(error);
  if (!(error instanceof RestError)) return error;
  return (byCode[error.code ?? ''] ?? byStatus(error.statusCode))(error);
};

/** For what fails while a body is read: nothing but the line can. */
export const azureReadFailure = (error: unknown): unknown => fromDoor(toUpstreamFailure(error));

const fromDoor = (failure: UpstreamFailure): Problem =>
  lasting.has(failure.reason) ? storageRefused(failure) : storageUnavailable(failure);

/** The same address does the same again. */
const lasting: ReadonlySet<UpstreamFailure['reason']> = new Set(['blocked', 'redirected', 'too_large']);

const byStatus = (status: number | undefined): Translate => {
  if (status === 404) return artifactMissing;
  if (status === 413) return artifactTooLarge;
  if (status === 416) return rangeInvalid;
  if (status === 507) return storageFull;
  // Without a status, or a 2xx that makes no sense: a broken server, or something in between.
  if (status === undefined || status === 408 || status === 429 || status >= 500 || status < 300)
    return storageUnavailable;
  return storageRefused;
};
