import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import type { S3Target } from '../../protocol/storage-policy.ts';
import { Problem } from '../http/problem.ts';
import type { ArtifactStorage, ByteRange } from './artifact-storage.ts';
import { checkS3, regionNowOf } from './check-s3.ts';
import { abortBegun } from './s3-begun.ts';
import { createS3Client } from './s3-client.ts';
import { s3ReadFailure } from './s3-failure.ts';
import { createS3Requests, type S3Requests } from './s3-requests.ts';
import { uploadToS3 } from './s3-upload.ts';
import type { StorageDoor } from './storage-door.ts';
import { checkKey, checkPrefix } from './storage-key.ts';
import type { StorageLimits } from './storage-limits.ts';
import { rangeInvalid, storageUnavailable } from './storage-problems.ts';
import { translated } from './translated.ts';

interface S3Needs {
  readonly door: StorageDoor;
  readonly limits: StorageLimits;
}

/** A bucket of Amazon S3, or of what speaks its language. */
export const openS3 = (target: S3Target, { door, limits }: S3Needs): ArtifactStorage => {
  const s3 = createS3Requests({ client: createS3Client(target, door), target, limits });
  return {
    kind: 's3',
    region: target.region,
    put: async (object, signal) => {
      checkKey(object.key);
      await uploadToS3(s3, object, signal);
      return { ref: object.key, url: null };
    },
    read: async (ref, range) => readFrom(s3, checkKey(ref), range),
    remove: async (ref) => removeFrom(s3, checkKey(ref)),
    list: (prefix) => listBelow(s3, checkPrefix(prefix)),
    check: () => checkS3(s3),
    regionNow: () => regionNowOf(s3),
  };
};

const readFrom = async (s3: S3Requests, key: string, range?: ByteRange): Promise<Readable> => {
  if (range && !(range.start >= 0 && range.start < range.end)) throw rangeInvalid();
  const { Body, ContentLength, ContentRange } = await s3.ask(() =>
    s3.client.send(
      new GetObjectCommand({
        Bucket: s3.target.bucket,
        Key: s3.keyOf(key),
        ...(range ? { Range: `bytes=${range.start}-${range.end - 1}` } : {}),
      }),
    ),
  );
  if (!(Body instanceof Readable)) throw new Error('The client gave no stream.');
  const given = range ? rangeOf(ContentRange) : null;
  // S3 cuts a range to what there is.
  if (range && given && given.end < range.end) {
    Body.destroy();
    throw rangeInvalid();
  }
  if (ContentLength === undefined || (range && given?.start !== range.start)) {
    Body.destroy();
    throw storageUnavailable(new Error('The storage gave something else than was asked for.'));
  }
  return translated(Body, {
    bytes: range ? range.end - range.start : ContentLength,
    translate: s3ReadFailure,
  });
};

const rangeOf = (text: string | undefined): ByteRange | null => {
  const [, first, last] = /^bytes (\d+)-(\d+)\//.exec(text ?? '') ?? [];
  return first === undefined || last === undefined ? null : { start: Number(first), end: Number(last) + 1 };
};

const removeFrom = async (s3: S3Requests, key: string): Promise<void> => {
  const place = { Bucket: s3.target.bucket, Key: s3.keyOf(key) };
  const { VersionId, DeleteMarker } = await s3.ask(() => s3.client.send(new DeleteObjectCommand(place)));
  // In a bucket that keeps versions this hid the object only.
  if (VersionId !== undefined || DeleteMarker) await removeVersions(s3, place);
  const stillThere = await s3
    .ask(() => s3.client.send(new HeadObjectCommand(place)))
    .then(() => true)
    .catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'artifact_missing') return false;
      throw error;
    });
  if (stillThere) throw storageUnavailable(new Error('It is there after it was deleted.'));
  await abortBegun(s3, key);
};

const removeVersions = async (
  { client, ask }: S3Requests,
  place: { readonly Bucket: string; readonly Key: string },
): Promise<void> => {
  const list = new ListObjectVersionsCommand({ Bucket: place.Bucket, Prefix: place.Key });
  const { Versions = [], DeleteMarkers = [] } = await ask(() => client.send(list));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
    if (Key === place.Key && VersionId !== undefined)
      await ask(() => client.send(new DeleteObjectCommand({ ...place, VersionId })));
  }
};

async function* listBelow(s3: S3Requests, prefix: string): ReturnType<NonNullable<ArtifactStorage['list']>> {
  let after: string | undefined;
  do {
    const list = new ListObjectsV2Command({
      Bucket: s3.target.bucket,
      Prefix: s3.keyOf(prefix),
      ...(after === undefined ? {} : { ContinuationToken: after }),
    });
    const { Contents = [], NextContinuationToken } = await s3.ask(() => s3.client.send(list));
    for (const { Key = '', Size = 0 } of Contents)
      yield { ref: Key.slice(s3.target.prefix.length), bytes: Size };
    after = NextContinuationToken;
  } while (after !== undefined);
}
