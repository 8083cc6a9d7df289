import type { FrameKind, Role } from '../../protocol/frame.ts';
import { hkdf } from './hkdf.ts';

/** Whose frames a key is for, and which stream of the visitor they address (0 for kinds that address none). */
export interface FrameKeyContext {
  readonly sessionId: string;
  readonly role: Role;
  readonly sender: number;
  readonly stream: bigint;
  readonly addressed: bigint;
}

/** A fresh content key, made by the visitor's browser. */
export const makeContentKey = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));

/** A random stream number, never 0. */
export const makeStream = (): bigint => crypto.getRandomValues(new BigUint64Array(1))[0] || 1n;

/** The root of one kind: whoever holds it can open that kind and no other. */
export const kindRoot = (
  contentKey: Uint8Array<ArrayBuffer>,
  kind: FrameKind,
): Promise<Uint8Array<ArrayBuffer>> => hkdf({ secret: contentKey, info: `handrail/1 kind|${kind}` });

/** The AES-256-GCM key of one kind in one stream (compare RFC 9605 §4.4.2). */
export const frameKey = async (
  root: Uint8Array<ArrayBuffer>,
  { sessionId, role, sender, stream, addressed }: FrameKeyContext,
): Promise<CryptoKey> => {
  const info = `handrail/1|${sessionId}|${role}|${sender}|${addressed.toString(16)}`;
  const raw = await hkdf({ secret: root, salt: bytesOfStream(stream), info });
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
};

const bytesOfStream = (stream: bigint): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, stream);
  return bytes;
};
