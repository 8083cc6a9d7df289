import { toBase64Url } from '../../../protocol/base64url.ts';
import { saveBlob } from '../../agent/screenshot/save-blob.ts';

export interface OwnKeyPair {
  /** A raw P-256 point, base64url. */
  readonly publicKey: string;
  /** PKCS #8, PEM. It is nowhere but in what the person saves, and in this page until the public half is saved. */
  readonly privatePem: string;
}

/** A key pair of the tenant's own, made in this browser. */
export const makeOwnKey = async (): Promise<OwnKeyPair> => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const [point, pkcs8] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ]);
  const lines = btoa(String.fromCharCode(...new Uint8Array(pkcs8))).match(/.{1,64}/g) ?? [];
  return {
    publicKey: toBase64Url(new Uint8Array(point)),
    privatePem: ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n'),
  };
};

/** Hands the private half to the person as a file. */
export const savePrivateKey = ({ privatePem }: OwnKeyPair): void =>
  saveBlob(new Blob([privatePem], { type: 'application/x-pem-file' }), 'handrail-private-key.pem');
