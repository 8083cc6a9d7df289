import { fromBase64Url, toBase64Url } from '../../protocol/base64url.ts';
import { Handover } from '../../protocol/http/joining.ts';
import { readJson } from '../link/read-json.ts';
import { openText, sealText } from './sealed-text.ts';

/** What the join page leaves at the server, and the key that it gives only to the tenant's site. */
export interface HandoverBox {
  readonly blob: string;
  /** 256 bits, base64url. */
  readonly key: string;
}

/** Seals what the tenant's site needs to go on, under a fresh handover key. */
export const sealHandover = async (handover: Handover): Promise<HandoverBox> => {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  return { blob: await sealText(await importKey(raw), JSON.stringify(handover)), key: toBase64Url(raw) };
};

/** Null when the key is not the box's, or the content is not a handover. */
export const openHandover = async ({ blob, key }: HandoverBox): Promise<Handover | null> => {
  const raw = fromBase64Url(key);
  if (raw?.byteLength !== 32) return null;
  const text = await openText(await importKey(raw), blob);
  return text === null ? null : readJson(Handover, text);
};

const importKey = (raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
