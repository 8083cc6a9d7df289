import type { BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import type { AzureTarget } from '../../protocol/storage-policy.ts';
import { createAzureClient } from './azure-client.ts';
import { azureFailure } from './azure-failure.ts';
import type { StorageDoor } from './storage-door.ts';
import { attempting, type StorageLimits } from './storage-limits.ts';
import { storageRefused } from './storage-problems.ts';

/** One target's container, with the way in which it is asked. */
export interface AzureRequests {
  readonly target: AzureTarget;
  /** Runs one request, again where that can help. @throws Problem. */
  ask<T>(request: (container: ContainerClient) => Promise<T>, signal?: AbortSignal): Promise<T>;
  askBlob<T>(key: string, request: (blob: BlockBlobClient) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

interface AzureNeeds {
  readonly target: AzureTarget;
  readonly door: StorageDoor;
  readonly limits: StorageLimits;
}

export const createAzureRequests = ({ target, door, limits }: AzureNeeds): AzureRequests => {
  let client: ContainerClient | null = null;
  const container = (): ContainerClient => {
    try {
      client ??= createAzureClient(target, door);
      return client;
    } catch (error) {
      // What is said may hold the credentials: it goes no further.
      throw storageRefused(
        new Error(`These ${target.credentials.type} credentials can’t be read.`, { cause: nameOf(error) }),
      );
    }
  };
  const ask: AzureRequests['ask'] = (request, signal) =>
    attempting(
      limits,
      async () => {
        try {
          return await request(container());
        } catch (error) {
          throw azureFailure(error);
        }
      },
      signal,
    );
  return {
    target,
    ask,
    askBlob: (key, request, signal) =>
      ask((asked) => request(asked.getBlockBlobClient(target.prefix + key)), signal),
  };
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
