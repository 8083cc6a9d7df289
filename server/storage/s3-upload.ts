import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { ObjectSource } from './artifact-storage.ts';
import { checkedContent } from './checked-content.ts';
import { inSegments } from './in-segments.ts';
import { partBytes, type SendPart, sendInParts } from './parts-at-once.ts';
import { encryptionOf } from './s3-encryption.ts';
import type { S3Requests } from './s3-requests.ts';

/** Puts an object whole or not at all. What fits into one part goes in one request. */
export const uploadToS3 = async (
  s3: S3Requests,
  object: ObjectSource,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const content = checkedContent(object, signal);
  try {
    if (object.bytes <= partBytes) await putWhole(s3, object, { content, signal });
    else await putInParts(s3, object, { content, signal });
  } catch (error) {
    if (content.failure) throw content.failure.error;
    throw signal?.aborted ? signal.reason : error;
  }
};

interface Sending {
  readonly content: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal | undefined;
}

const putWhole = async (
  s3: S3Requests,
  object: ObjectSource,
  { content, signal }: Sending,
): Promise<void> => {
  for await (const { parts } of inSegments(content, partBytes)) {
    const bytes = Buffer.concat(parts);
    const put = new PutObjectCommand({
      ...placeOf(s3, object),
      ...encryptionOf(s3.target),
      ContentType: object.contentType,
      Body: bytes,
      ...checksumOf(bytes),
    });
    await s3.ask(() => s3.client.send(put, options(signal)), signal);
  }
};

const putInParts = async (
  s3: S3Requests,
  object: ObjectSource,
  { content, signal }: Sending,
): Promise<void> => {
  await abortUploads(s3, object.key);
  const create = new CreateMultipartUploadCommand({
    ...placeOf(s3, object),
    ...encryptionOf(s3.target),
    ContentType: object.contentType,
    ChecksumAlgorithm: 'SHA256',
  });
  const { UploadId } = await s3.ask(() => s3.client.send(create, options(signal)), signal);
  const upload = { ...placeOf(s3, object), UploadId };
  try {
    const Parts = await sendParts(s3, upload, { content, signal });
    const complete = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
    await s3.ask(() => s3.client.send(complete, options(signal)), signal);
  } catch (error) {
    await abortUploads(s3, object.key);
    throw error;
  }
};

type Upload = ReturnType<typeof placeOf> & { readonly UploadId: string | undefined };

const sendParts = async (
  s3: S3Requests,
  upload: Upload,
  { content, signal }: Sending,
): Promise<CompletedPart[]> => {
  const parts: CompletedPart[] = [];
  const send: SendPart = async (PartNumber, bytes, stop) => {
    const checksum = checksumOf(bytes);
    const command = new UploadPartCommand({ ...upload, PartNumber, Body: bytes, ...checksum });
    const { ETag } = await s3.ask(() => s3.client.send(command, options(stop)), stop);
    parts[PartNumber - 1] = { PartNumber, ...(ETag === undefined ? {} : { ETag }), ...checksum };
  };
  await sendInParts(content, send, signal);
  return parts;
};

/** Whatever was begun under this key and not finished: by us just now, or by a process that was killed. */
const abortUploads = async (s3: S3Requests, key: string): Promise<void> => {
  const { client, target } = s3;
  const Key = s3.keyOf(key);
  const list = new ListMultipartUploadsCommand({ Bucket: target.bucket, Prefix: Key });
  const { Uploads = [] } = await s3.ask(() => client.send(list));
  for (const { Key: found, UploadId } of Uploads) {
    if (found !== Key) continue;
    const abort = new AbortMultipartUploadCommand({ Bucket: target.bucket, Key, UploadId });
    await s3.ask(() => client.send(abort)).catch(ifGone);
  }
};

const ifGone = (error: unknown): void => {
  if (!(error instanceof Error && error.cause instanceof Error && error.cause.name === 'NoSuchUpload'))
    throw error;
};

const placeOf = ({ target, keyOf }: S3Requests, { key }: Pick<ObjectSource, 'key'>) => ({
  Bucket: target.bucket,
  Key: keyOf(key),
});

/** Checked by the server when it takes the bytes; kept by those that keep it. */
const checksumOf = (bytes: Uint8Array) => ({
  ChecksumSHA256: createHash('sha256').update(bytes).digest('base64'),
});

const options = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});
