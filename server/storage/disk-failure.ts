import type { Problem } from '../http/problem.ts';
import { artifactTooLarge, storageFull, storageRefused, storageUnavailable } from './storage-problems.ts';

/** What the system said about a file, as one of the port's problems. What is no system error is a bug, and is handed on. */
export const diskFailure = (error: unknown): Problem | unknown => {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return error;
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return storageFull(error);
    case 'EFBIG':
      return artifactTooLarge(error);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return storageRefused(error);
    default:
      return storageUnavailable(error);
  }
};
