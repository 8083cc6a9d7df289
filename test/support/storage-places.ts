import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { BlobServiceClient } from '@azure/storage-blob';
import type { StorageTarget } from '../../protocol/storage-policy.ts';
import { s3ClientFor, s3TargetFor } from '../server/storage/open-s3-storage.ts';
import { startAzurite } from './azurite.ts';
import { type Gate, openGate } from './gate.ts';
import { startS3Fake } from './s3-fake.ts';

/** A storage of the tenant's own, behind a gate. */
export interface GatedStorage {
  readonly target: StorageTarget;
  readonly gate: Gate;
  /** Every object that lies there. */
  objects(): Promise<readonly Buffer[]>;
  stop(): Promise<void>;
}

/** Where all of them are. */
export const storageHost = '127.0.0.1';

/** The policy's target `bucket`. */
export const openGatedBucket = async (): Promise<GatedStorage> => {
  const server = await startS3Fake();
  const client = s3ClientFor(server);
  const gate = await openGate(Number(new URL(server.endpoint).port));
  const target = s3TargetFor({ ...server, endpoint: `http://${storageHost}:${gate.port}` });
  const Bucket = target.bucket;
  await client.send(new CreateBucketCommand({ Bucket }));
  return {
    target,
    gate,
    objects: async () => {
      const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
      return Promise.all(
        Versions.map(async ({ Key }) => {
          const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
          return Buffer.from((await Body?.transformToByteArray()) ?? []);
        }),
      );
    },
    stop: async () => client.destroy(),
  };
};

/** The policy's target `container`. */
export const openGatedContainer = async (): Promise<GatedStorage> => {
  const { connectionString, stop } = await startAzurite();
  const name = 'recordings';
  const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient(name);
  await container.create();
  const origin = /http:\/\/127\.0\.0\.1:(\d+)/;
  const gate = await openGate(Number(origin.exec(connectionString)?.[1]));
  const throughGate = connectionString.replace(origin, `http://${storageHost}:${gate.port}`);
  return {
    target: {
      kind: 'azure',
      id: 'container',
      region: 'westeurope',
      container: name,
      prefix: 'handrail/',
      credentials: { type: 'connection_string', connectionString: throughGate },
    },
    gate,
    objects: async () => {
      const found: Buffer[] = [];
      for await (const blob of container.listBlobsFlat({ includeUncommitedBlobs: true }))
        found.push(await container.getBlockBlobClient(blob.name).downloadToBuffer());
      return found;
    },
    stop,
  };
};

/** What lies on Handrail's own disk. */
export const objectsOnDisk = (dataFolder: string): readonly Buffer[] =>
  readdirSync(join(dataFolder, 'artifacts'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
