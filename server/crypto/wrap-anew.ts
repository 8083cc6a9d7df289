import type { KeyRing } from './key-ring.ts';

/** The same, sealed by the newest key; as it is when that key has sealed it already. @throws Error when it was sealed under a key that is not here. */
export const wrapAnew = (
  keyRing: Pick<KeyRing, 'seal' | 'open' | 'newest'>,
  sealed: string,
  context: string,
): string =>
  sealed.startsWith(keyRing.newest) ? sealed : keyRing.seal(keyRing.open(sealed, context), context);
