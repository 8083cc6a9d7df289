import { fromBase64Url, toBase64Url } from './base64url.ts';

/** The longest piece of a file in one body, in bytes. */
export const maxPieceBytes = 256 * 1024;

const types = { piece: 1, taken: 2 } as const;
const idBytes = 16;
/** Type (u8), id, offset (u32, big-endian). */
const headBytes = 1 + idBytes + 4;

/**
 * A body of kind `file`. `piece`: content from an offset on. `taken`: the receiver has everything up to this offset. Each is sent as a keyframe:
 * it depends on no other, so that one that is lost costs nothing but itself.
 */
export type FileContent =
  | { readonly type: 'piece'; readonly id: string; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly type: 'taken'; readonly id: string; readonly offset: number };

export const writeFileContent = (content: FileContent): Uint8Array<ArrayBuffer> => {
  const id = fromBase64Url(content.id);
  if (id?.length !== idBytes) throw new RangeError('a file has an id of 16 bytes');
  const piece = content.type === 'piece' ? content.bytes : new Uint8Array(0);
  if (piece.length > maxPieceBytes) throw new RangeError('a piece of a file is too long');
  const body = new Uint8Array(headBytes + piece.length);
  body[0] = types[content.type];
  body.set(id, 1);
  new DataView(body.buffer).setUint32(1 + idBytes, content.offset);
  body.set(piece, headBytes);
  return body;
};

/** Null when it is no body of kind `file`. The bytes of a piece are a view of the body's. */
export const readFileContent = (body: Uint8Array): FileContent | null => {
  if (body.length < headBytes || body.length > headBytes + maxPieceBytes) return null;
  const id = toBase64Url(body.slice(1, 1 + idBytes));
  const offset = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(1 + idBytes);
  if (body[0] === types.taken && body.length === headBytes) return { type: 'taken', id, offset };
  if (body[0] !== types.piece || body.length === headBytes) return null;
  return { type: 'piece', id, offset, bytes: body.subarray(headBytes) };
};
