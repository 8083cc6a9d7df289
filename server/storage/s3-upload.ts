import { createHash } from 'node:crypto';
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { ObjectSource } from './artifact-storage.ts';
import { type SendPart, sendInParts } from './parts-at-once.ts';
import { putObject, type Sending } from './put-object.ts';
import { abortBegun, type BegunUpload, findBegun, isThere } from './s3-begun.ts';
import { encryptionOf } from './s3-encryption.ts';
import type { S3Requests } from './s3-requests.ts';
import { storageUnavailable } from './storage-problems.ts';
import { isWorthGoingOn } from './worth-going-on.ts';

/** Puts an object whole or not at all. What fits into one part goes in one request; what doesn't goes on where it was cut off. */
export const uploadToS3 = (
  s3: S3Requests,
  object: ObjectSource,
  signal: AbortSignal | undefined,
): Promise<void> =>
  putObject(object, signal, {
    whole: async (bytes) => {
      const put = new PutObjectCommand({
        ...placeOf(s3, object),
        ...encryptionOf(s3.target),
        ContentType: object.contentType,
        Body: bytes,
        ...checksumOf(bytes),
      });
      await s3.ask(() => s3.client.send(put, options(signal)), signal);
    },
    inParts: (sending) => putInParts(s3, object, sending),
  });

const putInParts = async (
  s3: S3Requests,
  object: ObjectSource,
  { content, signal }: Sending,
): Promise<void> => {
  const begun = (await findBegun(s3, object.key)) ?? (await begin(s3, object, signal));
  const upload = { ...placeOf(s3, object), UploadId: begun.uploadId };
  try {
    const Parts = await sendParts(s3, { upload, begun }, { content, signal });
    const complete = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
    await s3.ask(() => s3.client.send(complete, options(signal)), signal);
  } catch (error) {
    if (!isWorthGoingOn(error, { content, signal })) await abortBegun(s3, object.key);
    throw error;
  }
};

const begin = async (
  s3: S3Requests,
  object: ObjectSource,
  signal: AbortSignal | undefined,
): Promise<BegunUpload> => {
  const create = new CreateMultipartUploadCommand({
    ...placeOf(s3, object),
    ...encryptionOf(s3.target),
    ContentType: object.contentType,
    ChecksumAlgorithm: 'SHA256',
  });
  const { UploadId } = await s3.ask(() => s3.client.send(create, options(signal)), signal);
  if (UploadId === undefined) throw storageUnavailable(new Error('The bucket named no upload.'));
  return { uploadId: UploadId, parts: new Map() };
};

interface Parts {
  readonly upload: ReturnType<typeof placeOf> & { readonly UploadId: string };
  readonly begun: BegunUpload;
}

const sendParts = async (
  s3: S3Requests,
  { upload, begun }: Parts,
  { content, signal }: Sending,
): Promise<CompletedPart[]> => {
  const parts: CompletedPart[] = [];
  const send: SendPart = async (PartNumber, bytes, stop) => {
    const checksum = checksumOf(bytes);
    const there = begun.parts.get(PartNumber);
    const command = new UploadPartCommand({ ...upload, PartNumber, Body: bytes, ...checksum });
    const { ETag } = isThere(there, bytes, checksum.ChecksumSHA256)
      ? there
      : await s3.ask(() => s3.client.send(command, options(stop)), stop);
    parts[PartNumber - 1] = { PartNumber, ...(ETag && { ETag }), ...checksum };
  };
  await sendInParts(content, send, signal);
  return parts;
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
