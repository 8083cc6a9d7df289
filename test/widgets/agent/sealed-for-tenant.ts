import { createHash, type KeyObject } from 'node:crypto';
import type { Viewing } from '../../../protocol/http/artifacts.ts';
import { segmentBytes, segmentContext, segmentCount, segmentNonce } from '../../../protocol/sealed-object.ts';
import { hpkeSeal } from '../../../widgets/seal/hpke-seal.ts';
import type { MadeRecording } from '../../support/made-recording.ts';

interface SealedTo {
  readonly artifactId: string;
  readonly tenantId: string;
  readonly publicKey: KeyObject;
}

/** A recording as it lies where the tenant's own key is what it is sealed to, and what is said of it to a player. */
export const sealForTenant = async (
  { content, sealedRoots }: MadeRecording,
  { artifactId, tenantId, publicKey }: SealedTo,
): Promise<{ readonly content: Uint8Array; readonly keys: Viewing['keys'] }> => {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const bytes = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  const point = bytes.toString('base64url');
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const dataKey = await hpkeSeal(raw, point, { info: `handrail/1 artifact|${tenantId}|${artifactId}` });
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const count = segmentCount(content.byteLength);
  const segments = await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const isLast = index === count - 1;
      const additionalData = segmentContext(artifactId, isLast ? content.byteLength : null);
      const algorithm = { name: 'AES-GCM', iv: segmentNonce(index, isLast), additionalData };
      return crypto.subtle.encrypt(
        algorithm,
        key,
        content.slice(index * segmentBytes, (index + 1) * segmentBytes),
      );
    }),
  );
  return {
    content: Buffer.concat(segments.map((segment) => new Uint8Array(segment))),
    keys: {
      heldBy: 'tenant',
      key: createHash('sha256').update(bytes).digest('base64url'),
      roots: await sealedRoots(point),
      dataKey: dataKey.value,
    },
  };
};
