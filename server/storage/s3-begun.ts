import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type Part,
} from '@aws-sdk/client-s3';
import type { S3Requests } from './s3-requests.ts';

/** An upload that was begun and never completed, with the parts that the bucket has of it. */
export interface BegunUpload {
  readonly uploadId: string;
  readonly parts: ReadonlyMap<number, Part>;
}

/** What a cut line or a killed process left of an object, to go on with. Of several only one is kept. */
export const findBegun = async (s3: S3Requests, key: string): Promise<BegunUpload | null> => {
  const [uploadId, ...others] = await uploadsOf(s3, key);
  for (const other of others) await abort(s3, key, other);
  return uploadId === undefined ? null : { uploadId, parts: await partsOf(s3, key, uploadId) };
};

/** Leaves nothing of what was begun under this key and not completed. */
export const abortBegun = async (s3: S3Requests, key: string): Promise<void> => {
  for (const uploadId of await uploadsOf(s3, key)) await abort(s3, key, uploadId);
};

/** Whether the bucket has exactly these bytes as that part. A server that keeps no checksums of parts says their MD5 as ETag; one that encrypts them says neither. */
export const isThere = (part: Part | undefined, bytes: Uint8Array, sha256: string): part is Part => {
  if (part?.Size !== bytes.byteLength || part.ETag === undefined) return false;
  if (part.ChecksumSHA256 !== undefined) return part.ChecksumSHA256 === sha256;
  return part.ETag === `"${createHash('md5').update(bytes).digest('hex')}"`;
};

const uploadsOf = async ({ client, target, keyOf, ask }: S3Requests, key: string): Promise<string[]> => {
  const Key = keyOf(key);
  const list = new ListMultipartUploadsCommand({ Bucket: target.bucket, Prefix: Key });
  const { Uploads = [] } = await ask(() => client.send(list));
  return Uploads.flatMap(({ Key: found, UploadId }) => (found === Key && UploadId ? [UploadId] : []));
};

const partsOf = async ({ client, target, keyOf, ask }: S3Requests, key: string, UploadId: string) => {
  const parts = new Map<number, Part>();
  let after: string | undefined;
  do {
    const place = { Bucket: target.bucket, Key: keyOf(key), UploadId };
    const list = new ListPartsCommand({ ...place, ...(after && { PartNumberMarker: after }) });
    const page = await ask(() => client.send(list));
    for (const part of page.Parts ?? []) parts.set(part.PartNumber ?? 0, part);
    after = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (after !== undefined);
  return parts;
};

const abort = async ({ client, target, keyOf, ask }: S3Requests, key: string, UploadId: string) => {
  const command = new AbortMultipartUploadCommand({ Bucket: target.bucket, Key: keyOf(key), UploadId });
  await ask(() => client.send(command)).catch(ifGone);
};

const ifGone = (error: unknown): void => {
  if (!(error instanceof Error && error.cause instanceof Error && error.cause.name === 'NoSuchUpload'))
    throw error;
};
