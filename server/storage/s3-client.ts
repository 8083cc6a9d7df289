import { S3Client } from '@aws-sdk/client-s3';
import type { S3Target } from '../../protocol/storage-policy.ts';
import { boundedAnswer } from './bounded-answer.ts';
import type { StorageDoor } from './storage-door.ts';

/** Amazon's client for one target, whose requests go through our door. Attempts are counted by us. */
export const createS3Client = (target: S3Target, door: StorageDoor): S3Client =>
  new S3Client({
    region: target.region,
    forcePathStyle: target.pathStyle,
    ...(target.endpoint === null ? {} : { endpoint: target.endpoint }),
    // Without credentials here the SDK asks the machine or pod for its role's.
    ...(target.credentials.type === 'key' ? { credentials: keyOf(target.credentials) } : {}),
    maxAttempts: 1,
    // Where it may be is the settings' to say, not the bucket's.
    followRegionRedirects: false,
    // Older servers than Amazon's own refuse the trailers that these come with; what is sent is signed with its SHA-256 everywhere.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: handlerOf(door),
  });

const keyOf = ({ accessKeyId, secretAccessKey }: Extract<S3Target['credentials'], { type: 'key' }>) => ({
  accessKeyId,
  secretAccessKey,
});

type Handler = S3Client['config']['requestHandler'];

const handlerOf = (door: StorageDoor): Handler => ({
  handle: async (request, options) => {
    const abortSignal = options && 'abortSignal' in options ? options.abortSignal : undefined;
    const { protocol, hostname, port, path, query, method, headers, body } = request;
    const {
      status,
      headers: answered,
      body: answer,
    } = await door.send({
      method,
      url: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}${queryOf(query)}`,
      headers,
      body: bodyOf(body),
      signal: abortSignal instanceof AbortSignal ? abortSignal : undefined,
    });
    // Objects are streamed, and read as far as their length says; the client names what it asks for in the address.
    const isObject = status < 300 && query?.['x-id'] === 'GetObject';
    const response = {
      statusCode: status,
      headers: answered,
      body: isObject ? answer : boundedAnswer(answer),
    };
    return { response };
  },
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => ({}),
});

// Bodies are in memory always: what is larger goes in parts.
const bodyOf = (body: unknown): Uint8Array | string | null => {
  if (body === undefined || body === null) return null;
  if (body instanceof Uint8Array || typeof body === 'string') return body;
  throw new Error('A body is streamed.');
};

const queryOf = (query: Readonly<Record<string, string | string[] | null>> | undefined): string => {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${escaped(name)}=${escaped(one ?? '')}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
};

// As the signature has it: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
