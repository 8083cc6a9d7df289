import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { ContainerClient } from '@azure/storage-blob';
import type { AzureTarget, S3Target, StorageTarget } from '../../protocol/storage-policy.ts';
import { drained, type Way } from './our-way.ts';

/** As the providers' libraries do it by themselves: nothing is hashed, nothing opened. */
export const sdkAlone = (target: StorageTarget): Way =>
  target.kind === 's3' ? amazons(target) : azures(target);

const amazons = ({ region, endpoint, bucket, prefix, credentials }: S3Target): Way => {
  if (credentials.type !== 'key' || endpoint === null)
    throw new Error('The benchmark has a key and an address.');
  const client = new S3Client({
    region,
    endpoint,
    forcePathStyle: true,
    credentials,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const placeOf = (key: string) => ({ Bucket: bucket, Key: prefix + key });
  return {
    upload: async ({ path, objectKey }) => {
      await new Upload({ client, params: { ...placeOf(objectKey), Body: createReadStream(path) } }).done();
    },
    download: async ({ objectKey }) => {
      const { Body } = await client.send(new GetObjectCommand(placeOf(objectKey)));
      if (!(Body instanceof Readable)) throw new Error('No stream.');
      return drained(Body);
    },
  };
};

const azures = ({ container, prefix, credentials }: AzureTarget): Way => {
  if (credentials.type !== 'connection_string') throw new Error('The benchmark has a connection string.');
  const client = new ContainerClient(credentials.connectionString, container);
  return {
    upload: async ({ path, objectKey }) => {
      await client.getBlockBlobClient(prefix + objectKey).uploadStream(createReadStream(path));
    },
    download: async ({ objectKey }) => {
      const { readableStreamBody } = await client.getBlockBlobClient(prefix + objectKey).download();
      if (!(readableStreamBody instanceof Readable)) throw new Error('No stream.');
      return drained(readableStreamBody);
    },
  };
};
