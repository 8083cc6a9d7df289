import { randomBytes } from 'node:crypto';
import { openObject, type SealedObject } from '../../../server/storage/open-object.ts';
import { newObjectKey, sealObject } from '../../../server/storage/seal-object.ts';

export const artifactId = 'art_AAAAAAAAAAAAAAAAAAAAAA';

/** An object, with what it was before. */
export interface Sealed extends SealedObject {
  readonly content: Buffer;
  readonly sealed: Buffer;
}

/** Copies, as a storage gives them: whoever reads may write there. */
export async function* pieces(bytes: Uint8Array, size = 50_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield Uint8Array.from(bytes.subarray(at, at + size));
}

export const seal = async (
  bytes: number,
  about: { readonly key?: Uint8Array; readonly size?: number } = {},
): Promise<Sealed> => {
  const content = randomBytes(bytes);
  const key = about.key ?? newObjectKey();
  const parts: Uint8Array[] = [];
  for await (const part of sealObject({ key, artifactId }, pieces(content, about.size))) parts.push(part);
  return { key, artifactId, bytes, content, sealed: Buffer.concat(parts) };
};

/** What comes out until all is there or something is found wrong. */
export const opened = async (object: Sealed, sealed: Uint8Array, size?: number) => {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of openObject(object, pieces(sealed, size))) parts.push(part);
  } catch (error) {
    return { bytes: Buffer.concat(parts), error };
  }
  return { bytes: Buffer.concat(parts), error: null };
};
