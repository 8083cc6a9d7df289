/** What HPKE answers with: the encapsulated key and the ciphertext, both base64url. */
export interface HpkeSealed {
  readonly enc: string;
  readonly sealed: string;
}

/** RFC 9180's inputs beside the two keys. `psk` makes it mode_psk; without one it is base mode. */
export interface HpkeContext {
  readonly info: string;
  readonly psk?: Uint8Array<ArrayBuffer>;
}

/** The `psk_id` of every psk of ours. */
export const pskId = 'handrail/1 psk';

/** A secret that both ends of one exchange export (RFC 9180 §5.3), and no other holder of the plaintext has. */
export interface Exchanged<T> {
  readonly value: T;
  exported(label: string): Promise<Uint8Array<ArrayBuffer>>;
}
