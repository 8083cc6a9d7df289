import { PassThrough } from 'node:stream';
import { Connection } from '@jsforce/jsforce-node';
import { StreamPromise } from '@jsforce/jsforce-node/lib/util/promise.js';
import type { CrmDoor } from '../door.ts';

/** The REST API's version that the calls were written for. */
export const apiVersion = '64.0';

/**
 * jsforce over our door. Its own transport retries by itself, follows redirects with the token, and ends the process when an answer
 * breaks off; its own refreshing repeats without end and forgets rotated refresh tokens. So it gets neither network nor tokens.
 */
export const openConnection = (instanceUrl: string, door: CrmDoor): Connection => {
  const connection = new Connection({ instanceUrl, version: apiVersion });
  connection._transport.httpRequest = ({ method, url, headers = {}, body }) =>
    StreamPromise.create(() => ({
      // jsforce offers answers as streams, too; nobody here reads one.
      stream: new PassThrough(),
      promise: door({ method, url, headers, body: textOf(body) }).then(({ status, headers, text }) => ({
        statusCode: status,
        headers,
        body: text,
      })),
    }));
  return connection;
};

const textOf = (body: unknown): string | undefined => {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return body;
  throw new Error('Only text goes through this connection.');
};
