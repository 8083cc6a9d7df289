import type { IncomingMessage } from 'node:http';
import { clientAddress } from './client-address.ts';

/**
 * The address that a connection counts for, as `req.ip` has it for requests (https://expressjs.com/en/guide/behind-proxies.html):
 * each proxy that is trusted has added whom it was asked by, so the last so many entries are true and all before them are hearsay.
 */
export const forwardedAddress =
  (trustProxyHops: number) =>
  ({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): string => {
    const forwarded = headers['x-forwarded-for'];
    const entries = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',');
    const hearsay = entries.map((entry) => entry.trim()).filter(Boolean);
    const chain = [socket.remoteAddress ?? '', ...hearsay.reverse()];
    return clientAddress(chain[Math.min(trustProxyHops, chain.length - 1)] ?? '');
  };
