import type { AzureTarget, StorageTarget } from '../../protocol/storage-policy.ts';

/** Whether two settings of a target lead to the same objects, with whatever credentials. */
export const isSamePlace = (left: StorageTarget, right: StorageTarget): boolean =>
  placeText(left) === placeText(right);

const placeText = (target: StorageTarget): string => {
  if (target.kind === 's3') {
    const { credentials: _credentials, encryption: _encryption, ...place } = target;
    return JSON.stringify(Object.entries(place).toSorted());
  }
  const { credentials, ...place } = target;
  return JSON.stringify([accountOf(credentials), Object.entries(place).toSorted()]);
};

const accountOf = (credentials: AzureTarget['credentials']): string => {
  if (credentials.type === 'managed_identity') return credentials.account;
  if (credentials.type === 'connection_string') {
    const { connectionString } = credentials;
    return /(?:^|;)AccountName=([^;]+)/i.exec(connectionString)?.[1] ?? connectionString;
  }
  const { hostname, pathname } = new URL(credentials.url);
  // An emulator has the account in its path, https://<host>/<account>/<container>.
  const [first = '', second] = pathname.split('/').filter((part) => part !== '');
  return second === undefined ? (hostname.split('.')[0] ?? hostname) : first;
};
