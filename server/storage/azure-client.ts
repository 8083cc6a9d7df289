import { text } from 'node:stream/consumers';
import { ManagedIdentityCredential } from '@azure/identity';
import {
  AnonymousCredential,
  ContainerClient,
  type IHttpClient,
  type WebResource,
} from '@azure/storage-blob';
import type { AzureTarget } from '../../protocol/storage-policy.ts';
import { UpstreamFailure } from '../http/upstream-failure.ts';
import { boundedAnswer } from './bounded-answer.ts';
import type { StorageDoor } from './storage-door.ts';

/** Azure's client for one container, whose requests go through our door. Attempts are counted by us. @throws Error for a connection string or an address that is none. */
export const createAzureClient = (target: AzureTarget, door: StorageDoor): ContainerClient => {
  const options = { httpClient: clientOf(door), retryOptions: { maxTries: 1 } };
  const { container, credentials } = target;
  switch (credentials.type) {
    case 'connection_string':
      return new ContainerClient(credentials.connectionString, container, options);
    case 'sas':
      return new ContainerClient(addressOf(credentials.url, container), new AnonymousCredential(), options);
    case 'managed_identity': {
      const address = `https://${credentials.account}.blob.core.windows.net/${container}`;
      return new ContainerClient(address, new ManagedIdentityCredential(), options);
    }
  }
};

const addressOf = (url: string, container: string): string => {
  const { pathname } = new URL(url);
  if (pathname.split('/').at(-1) !== container) throw new Error('The address is another container’s.');
  return url;
};

const clientOf = (door: StorageDoor): IHttpClient => ({
  sendRequest: async (request) => {
    const { url, method, headers, body, abortSignal } = request;
    const answer = await door.send({
      method,
      url,
      headers: headers.toJson({ preserveCase: true }),
      body: bodyOf(body),
      signal: abortSignal instanceof AbortSignal ? abortSignal : undefined,
    });
    if (answer.status >= 300 && answer.status < 400 && answer.status !== 304) {
      answer.body.destroy();
      // The client would follow it.
      throw new UpstreamFailure('redirected', 'The server sent us elsewhere.');
    }
    const isStreamed = request.streamResponseStatusCodes?.has(answer.status) ?? false;
    return {
      request,
      status: answer.status,
      headers: headersOf(request, answer.headers),
      ...(isStreamed
        ? { readableStreamBody: answer.body }
        : { bodyAsText: await text(boundedAnswer(answer.body)) }),
    };
  },
});

/** The client's headers can't be made, only copied. */
const headersOf = ({ headers }: WebResource, answered: Readonly<Record<string, string>>) => {
  const made = headers.clone();
  for (const name of made.headerNames()) made.remove(name);
  for (const [name, value] of Object.entries(answered)) made.set(name, value);
  return made;
};

// Bodies are in memory always: what is larger goes in blocks.
const bodyOf = (body: unknown): Uint8Array | string | null => {
  if (body === undefined || body === null) return null;
  if (body instanceof Uint8Array || typeof body === 'string') return body;
  throw new Error('A body is streamed.');
};
