import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { AzureTarget } from '../../protocol/storage-policy.ts';
import { Problem } from '../http/problem.ts';
import type { ArtifactStorage, ByteRange } from './artifact-storage.ts';
import { azureReadFailure } from './azure-failure.ts';
import { type AzureRequests, createAzureRequests } from './azure-requests.ts';
import { dropBlocks, uploadToAzure } from './azure-upload.ts';
import type { StorageDoor } from './storage-door.ts';
import { checkKey, checkPrefix } from './storage-key.ts';
import type { StorageLimits } from './storage-limits.ts';
import { rangeInvalid, storageUnavailable } from './storage-problems.ts';
import { translated } from './translated.ts';

interface AzureNeeds {
  readonly door: StorageDoor;
  readonly limits: StorageLimits;
}

/** A container of Azure Blob Storage. */
export const openAzureBlob = (target: AzureTarget, { door, limits }: AzureNeeds): ArtifactStorage => {
  const azure = createAzureRequests({ target, door, limits });
  return {
    kind: 'azure',
    region: target.region,
    put: async (object, signal) => {
      checkKey(object.key);
      await uploadToAzure(azure, object, signal);
      return { ref: object.key, url: null };
    },
    read: async (ref, range) => readFrom(azure, checkKey(ref), range),
    remove: async (ref) => removeFrom(azure, checkKey(ref)),
    list: (prefix) => listBelow(azure, checkPrefix(prefix)),
    check: () => checkAzure(azure),
  };
};

const readFrom = async (azure: AzureRequests, key: string, range?: ByteRange): Promise<Readable> => {
  if (range && !(range.start >= 0 && range.start < range.end)) throw rangeInvalid();
  const wanted = range ? range.end - range.start : undefined;
  const { readableStreamBody, contentLength = 0 } = await azure.askBlob(key, (blob) =>
    // What breaks off is begun anew by whoever reads: nothing is read twice behind their back.
    blob.download(range?.start ?? 0, wanted, { maxRetryRequests: 0 }),
  );
  if (!(readableStreamBody instanceof Readable)) throw new Error('The client gave no stream.');
  // Azure cuts a range to what there is.
  if (wanted !== undefined && contentLength !== wanted) {
    readableStreamBody.on('error', () => undefined).destroy();
    throw contentLength < wanted
      ? rangeInvalid()
      : storageUnavailable(new Error('More came than was asked for.'));
  }
  return translated(readableStreamBody, { bytes: contentLength, translate: azureReadFailure });
};

const removeFrom = async (azure: AzureRequests, key: string): Promise<void> => {
  await azure.askBlob(key, (blob) => blob.deleteIfExists({ deleteSnapshots: 'include' }));
  const isThere = await azure
    .askBlob(key, (blob) => blob.getProperties())
    .then(
      () => true,
      (error: unknown) => {
        if (error instanceof Problem && error.code === 'artifact_missing') return false;
        throw error;
      },
    );
  if (isThere) throw storageUnavailable(new Error('It is there after it was deleted.'));
  await dropBlocks(azure, key);
};

async function* listBelow(
  azure: AzureRequests,
  prefix: string,
): ReturnType<NonNullable<ArtifactStorage['list']>> {
  const { prefix: above } = azure.target;
  let after: string | undefined;
  do {
    const page = await azure.ask(async (container) => {
      const settings = { maxPageSize: 1_000, ...(after !== undefined && { continuationToken: after }) };
      return (
        await container
          .listBlobsFlat({ prefix: above + prefix })
          .byPage(settings)
          .next()
      ).value;
    });
    for (const { name, properties } of page?.segment.blobItems ?? [])
      yield { ref: name.slice(above.length), bytes: properties.contentLength ?? 0 };
    after = page?.continuationToken || undefined;
  } while (after !== undefined);
}

/** Makes a blob of one byte and takes it away, because Azure has no other way of asking what a signature permits. It tells nobody its region. */
const checkAzure = async (azure: AzureRequests): Promise<void> => {
  const key = `check-${randomBytes(8).toString('hex')}`;
  // What can't be deleted is not made.
  await azure.askBlob(key, (blob) => blob.deleteIfExists());
  await azure.askBlob(key, (blob) => blob.upload(new Uint8Array(1), 1));
  await azure.askBlob(key, (blob) => blob.deleteIfExists());
};
