import { createHash } from 'node:crypto';
import { Problem } from '../http/problem.ts';
import type { ObjectSource } from './artifact-storage.ts';
import type { AzureRequests } from './azure-requests.ts';
import { type SendPart, sendInParts } from './parts-at-once.ts';
import { putObject, type Sending } from './put-object.ts';
import { isWorthGoingOn } from './worth-going-on.ts';

/**
 * Puts a block blob whole or not at all. What fits into one part goes in one request; the blocks of what doesn't are nothing until they are committed, and those that
 * are there need not be sent again.
 */
export const uploadToAzure = (
  azure: AzureRequests,
  object: ObjectSource,
  signal: AbortSignal | undefined,
): Promise<void> =>
  putObject(object, signal, {
    whole: async (bytes) => {
      await azure.askBlob(
        object.key,
        (blob) => blob.upload(bytes, bytes.byteLength, { ...headersOf(object), ...options(signal) }),
        signal,
      );
    },
    inParts: (sending) => putInBlocks(azure, object, sending),
  });

const putInBlocks = async (
  azure: AzureRequests,
  object: ObjectSource,
  { content, signal }: Sending,
): Promise<void> => {
  const staged = await stagedBlocks(azure, object.key);
  const ids: string[] = [];
  const send: SendPart = async (number, bytes, stop) => {
    const id = blockId(number, bytes);
    ids[number - 1] = id;
    if (staged.get(id) === bytes.byteLength) return;
    await azure.askBlob(
      object.key,
      (blob) => blob.stageBlock(id, bytes, bytes.byteLength, options(stop)),
      stop,
    );
  };
  try {
    await sendInParts(content, send, signal);
    await azure.askBlob(
      object.key,
      (blob) => blob.commitBlockList(ids, { ...headersOf(object), ...options(signal) }),
      signal,
    );
  } catch (error) {
    if (!isWorthGoingOn(error, { content, signal })) await dropBlocks(azure, object.key);
    throw error;
  }
};

/** Lengths by id of what a cut line or a killed process left. */
const stagedBlocks = async (azure: AzureRequests, key: string): Promise<ReadonlyMap<string, number>> => {
  const listed = await azure.askBlob(key, (blob) => blob.getBlockList('uncommitted')).catch(ifMissing);
  return new Map((listed?.uncommittedBlocks ?? []).map(({ name, size }) => [name, size]));
};

/** Azure drops the blocks that a list doesn't name when the list is committed: those that were there before stay, and without any the blob goes, too. */
export const dropBlocks = async (azure: AzureRequests, key: string): Promise<void> => {
  const listed = await azure.askBlob(key, (blob) => blob.getBlockList('all')).catch(ifMissing);
  if (!listed?.uncommittedBlocks?.length) return;
  const committed = (listed.committedBlocks ?? []).map(({ name }) => name);
  await azure.askBlob(key, (blob) => blob.commitBlockList(committed));
  if (committed.length === 0) await azure.askBlob(key, (blob) => blob.deleteIfExists());
};

const ifMissing = (error: unknown): null => {
  if (error instanceof Problem && error.code === 'artifact_missing') return null;
  throw error;
};

/** By its place and its content. All of a blob's have the same length: https://learn.microsoft.com/rest/api/storageservices/put-block */
const blockId = (number: number, bytes: Uint8Array): string => {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  return Buffer.from(`${String(number).padStart(6, '0')}-${hash}`).toString('base64');
};

const headersOf = ({ contentType }: ObjectSource) => ({ blobHTTPHeaders: { blobContentType: contentType } });

const options = (abortSignal: AbortSignal | undefined) => (abortSignal ? { abortSignal } : {});
