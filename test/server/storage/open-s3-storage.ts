import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { S3Target } from '../../../protocol/storage-policy.ts';
import { openS3 } from '../../../server/storage/s3.ts';
import { openStorageDoor, type StorageDoor } from '../../../server/storage/storage-door.ts';
import { storageLimits } from '../../../server/storage/storage-limits.ts';
import { faultyServer } from '../../support/faulty-server.ts';
import { openGate } from '../../support/gate.ts';
import type { OpenStorage, StorageFault } from './storage-contract.ts';

export interface S3Server {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const localHosts = new Set(['127.0.0.1']);
/** Long enough for a busy machine where an answer comes, and short where none does. */
const shortLimits = { answerWithinMs: 500, stallMs: 500, attempts: 2, backOffMs: 10 };
/** For a line that is cut: whoever is refused need not wait. */
const quickLimits = { ...storageLimits, backOffMs: 10 };

/** The server's own client, not through ours: to look at what is there. */
export const s3ClientFor = ({ endpoint, region, accessKeyId, secretAccessKey }: S3Server): S3Client =>
  new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });

export const s3TargetFor = (
  { endpoint, region, accessKeyId, secretAccessKey }: S3Server,
  about: Partial<S3Target> = {},
): S3Target => ({
  kind: 's3',
  id: 'bucket',
  region,
  bucket: 'recordings',
  prefix: 'handrail/',
  endpoint,
  pathStyle: true,
  encryption: { type: 'bucket' },
  credentials: { type: 'key', accessKeyId, secretAccessKey },
  ...about,
});

/** A bucket of its own on a server that speaks S3. */
export const openS3Storage = async (
  server: S3Server,
  about: Partial<S3Target> = {},
): Promise<OpenStorage> => {
  const client = s3ClientFor(server);
  const target = s3TargetFor(server, about);
  const Bucket = target.bucket;
  await client.send(new CreateBucketCommand({ Bucket }));
  const doors: StorageDoor[] = [];
  const faults: Awaited<ReturnType<typeof faultyServer>>[] = [];
  const addressOf = async (fault: StorageFault): Promise<string> => {
    const server = await faultyServer(fault);
    faults.push(server);
    return server.origin;
  };
  const open = (settings: S3Target, limits = storageLimits) => {
    const door = openStorageDoor({ localHosts, limits });
    doors.push(door);
    return openS3(settings, { door, limits });
  };
  return {
    storage: open(target),
    leftovers: async () => {
      const { Versions = [], DeleteMarkers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket }),
      );
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      return [...Versions, ...DeleteMarkers, ...Uploads].map(({ Key = '' }) => Key).sort();
    },
    withWrongCredentials: async () =>
      open({
        ...target,
        credentials: { type: 'key', accessKeyId: server.accessKeyId, secretAccessKey: 'wrong' },
      }),
    withFault: async (fault) =>
      open(
        { ...target, endpoint: await addressOf(fault) },
        fault === 'slow' ? { ...shortLimits, attempts: 1 } : shortLimits,
      ),
    behindGate: async () => {
      const gate = await openGate(Number(new URL(server.endpoint).port));
      return {
        gate,
        storage: open({ ...target, endpoint: `http://127.0.0.1:${gate.port}` }, quickLimits),
      };
    },
    elsewhere: async () => open({ ...target, region: 'us-west-2' }),
    close: async () => {
      await Promise.all([...doors, ...faults].map((one) => one.close()));
      client.destroy();
    },
  };
};
