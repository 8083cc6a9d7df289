import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPrivateAddress } from './private-addresses.ts';
import { UpstreamFailure } from './upstream-failure.ts';

/** What a host name resolves to. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

interface GuardNeeds {
  readonly localHosts: ReadonlySet<string>;
  readonly resolve: Resolve;
}

/** Decides which addresses may be connected to. Sockets connect to what it answered, so a name can't change its mind in between. */
export interface AddressGuard {
  readonly lookup: LookupFunction;
  /** For a host that is an address already: sockets look up names only. @throws UpstreamFailure `blocked`. */
  checkLiteral(hostname: string): void;
  isLocal(hostname: string): boolean;
}

/** Names resolve to public addresses, local hosts to 127.0.0.1, and nothing to anything else. */
export const guardAddresses = ({ localHosts, resolve }: GuardNeeds): AddressGuard => {
  const isLocal = (hostname: string) => localHosts.has(hostname.toLowerCase());

  const addressesOf = async (hostname: string): Promise<readonly LookupAddress[]> => {
    if (isLocal(hostname)) return [{ address: '127.0.0.1', family: 4 }];
    const addresses = await resolve(hostname);
    // One private address among public ones is reason enough: it is how a name is turned against its reader.
    if (addresses.length === 0 || addresses.some(({ address }) => isPrivateAddress(address))) {
      throw new UpstreamFailure('blocked', 'The name leads to no public address.');
    }
    return addresses;
  };

  return {
    isLocal,
    checkLiteral: (hostname) => {
      const address = hostname.replace(/^\[|\]$/g, '');
      if (isIP(address) !== 0 && !isLocal(address) && isPrivateAddress(address)) {
        throw new UpstreamFailure('blocked', 'This is no public address.');
      }
    },
    lookup: (hostname, options, callback) => {
      addressesOf(hostname).then(
        (addresses) => {
          const [first] = addresses;
          if (options.all) callback(null, [...addresses]);
          else callback(null, first?.address ?? '', first?.family ?? 4);
        },
        (error: NodeJS.ErrnoException) => callback(error, ''),
      );
    },
  };
};
