import { BlockList, isIPv6 } from 'node:net';

/**
 * What the IANA special-purpose registries (RFC 6890) don't call globally reachable, and what carries another address inside it.
 * Of IPv6 only 2000::/3 is given out: all outside it is blocked, the IPv4-mapped and NAT64 forms among it.
 */
const blockedIpv4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
const blockedIpv6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const blocked = new BlockList();
for (const [network, prefix] of blockedIpv4) blocked.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of blockedIpv6) blocked.addSubnet(network, prefix, 'ipv6');

const givenOut = new BlockList();
givenOut.addSubnet('2000::', 3, 'ipv6');

/** Whether this IP address is none that a server on the internet has. */
export const isPrivateAddress = (address: string): boolean => {
  const plain = address.split('%')[0] ?? address;
  if (!isIPv6(plain)) return blocked.check(plain, 'ipv4');
  return !givenOut.check(plain, 'ipv6') || blocked.check(plain, 'ipv6');
};
