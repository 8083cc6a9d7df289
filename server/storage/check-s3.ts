import { randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
} from '@aws-sdk/client-s3';
import * as v from 'valibot';
import { Problem } from '../http/problem.ts';
import { encryptionOf } from './s3-encryption.ts';
import type { S3Requests } from './s3-requests.ts';
import { regionRefused, storageRefused } from './storage-problems.ts';

/** The bucket is there and where the settings say; something could be begun in it, and is given up at once: so nothing is left. */
export const checkS3 = async (s3: S3Requests): Promise<void> => {
  const region = await regionOf(s3);
  if (region !== null && region !== s3.target.region)
    throw regionRefused(new Error(`The bucket is in ${region}.`));
  const place = { Bucket: s3.target.bucket, Key: s3.keyOf(`check-${randomBytes(8).toString('hex')}`) };
  const create = new CreateMultipartUploadCommand({ ...place, ...encryptionOf(s3.target) });
  const { UploadId } = await s3.ask(() => s3.client.send(create));
  await s3.ask(() => s3.client.send(new AbortMultipartUploadCommand({ ...place, UploadId })));
};

/** The same, asked before something is put: whoever may not ask has been told nothing. */
export const regionNowOf = async (s3: S3Requests): Promise<string | null> => {
  try {
    return await regionOf(s3);
  } catch (error) {
    if (error instanceof Problem && error.code === 'storage_refused') return null;
    throw error;
  }
};

/** Null where the server doesn't tell, as those that are not Amazon's need not. */
const regionOf = async ({ client, target, ask }: S3Requests): Promise<string | null> => {
  const Bucket = target.bucket;
  const { BucketRegion } = await ask(() => client.send(new HeadBucketCommand({ Bucket }))).catch(fromRefusal);
  if (BucketRegion !== undefined) return BucketRegion;
  const { LocationConstraint } = await ask(() => client.send(new GetBucketLocationCommand({ Bucket })));
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html: nothing for the oldest region, and another name for the second.
  const location: string = LocationConstraint ?? '';
  if (location === 'EU') return 'eu-west-1';
  if (target.endpoint === null) return location === '' ? 'us-east-1' : location;
  // What a Ceph says that nobody gave a name.
  return location === '' || location === 'default' ? null : location;
};

/** Amazon names the region to whoever asks in the wrong one. */
const fromRefusal = (error: unknown): { readonly BucketRegion: string } => {
  const cause = error instanceof Error ? error.cause : null;
  const said = v.safeParse(Refusal, cause);
  if (said.success) return { BucketRegion: said.output.$response.headers['x-amz-bucket-region'] };
  const isMissing = error instanceof Problem && error.code === 'artifact_missing';
  throw isMissing ? storageRefused(error) : error;
};

const Refusal = v.looseObject({
  $response: v.looseObject({ headers: v.looseObject({ 'x-amz-bucket-region': v.string() }) }),
});
