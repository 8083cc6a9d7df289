import type { KeyRing } from '../crypto/key-ring.ts';
import type { PartsOf } from './sealed-parts.ts';
import type { Transfer } from './transfer.ts';

/** What a key is sealed for: it opens for this file only. */
export const dataKeyContext = (tenantId: string, id: string): string => `transfer:${tenantId}:${id}`;

/** What its parts are read and written with. */
export const partsOfTransfer = (
  keyRing: Pick<KeyRing, 'open'>,
  { id, tenantId, bytes, key }: Pick<Transfer, 'id' | 'tenantId' | 'bytes' | 'key'>,
): PartsOf => ({ id, bytes, dataKey: keyRing.open(key, dataKeyContext(tenantId, id)) });
