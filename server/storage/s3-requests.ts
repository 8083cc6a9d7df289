import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Target } from '../../protocol/storage-policy.ts';
import { s3Failure } from './s3-failure.ts';
import { attempting, type StorageLimits } from './storage-limits.ts';

/** One target's client, with the way in which it is asked. */
export interface S3Requests {
  readonly client: S3Client;
  readonly target: S3Target;
  /** The key as the bucket has it. */
  keyOf(key: string): string;
  /** Runs one request, again where that can help. @throws Problem. */
  ask<T>(request: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

interface S3Needs {
  readonly client: S3Client;
  readonly target: S3Target;
  readonly limits: StorageLimits;
}

export const createS3Requests = ({ client, target, limits }: S3Needs): S3Requests => ({
  client,
  target,
  keyOf: (key) => target.prefix + key,
  ask: (request, signal) =>
    attempting(
      limits,
      async () => {
        try {
          return await request();
        } catch (error) {
          throw s3Failure(error);
        }
      },
      signal,
    ),
});
