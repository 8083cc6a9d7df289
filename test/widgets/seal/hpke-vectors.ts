/**
 * RFC 9180, appendix A.3: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. The RFC prints no vectors for AES-256-GCM with this
 * KEM; the key encapsulation, the psk's key schedule and the export, which are what we rely on, are the same.
 */
export interface HpkeVector {
  readonly name: string;
  readonly psk: string | null;
  readonly skEm: string;
  readonly pkRm: string;
  readonly skRm: string;
  readonly enc: string;
  /** In order, with additional data `Count-0`, `Count-1`. */
  readonly ciphertexts: readonly string[];
  /** For the contexts of no bytes, of one zero byte, and of `TestContext`. */
  readonly exported: readonly [string, string, string];
}

export const info = '4f6465206f6e2061204772656369616e2055726e';
export const plaintext = '4265617574792069732074727574682c20747275746820626561757479';
export const pskId = '456e6e796e20447572696e206172616e204d6f726961';

export const hpkeVectors: readonly HpkeVector[] = [
  {
    name: 'A.3.1, base',
    psk: null,
    skEm: '4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb',
    pkRm: '04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0',
    skRm: 'f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2',
    enc: '04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4',
    ciphertexts: [
      '5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434',
      'fa6f037b47fc21826b610172ca9637e82d6e5801eb31cbd3748271affd4ecb06646e0329cbdf3c3cd655b28e82',
    ],
    exported: [
      '5e9bc3d236e1911d95e65b576a8a86d478fb827e8bdfe77b741b289890490d4d',
      '6cff87658931bda83dc857e6353efe4987a201b849658d9b047aab4cf216e796',
      'd8f1ea7942adbba7412c6d431c62d01371ea476b823eb697e1f6e6cae1dab85a',
    ],
  },
  {
    name: 'A.3.2, psk',
    psk: '0247fd33b913760fa1fa51e1892d9f307fbe65eb171e8132c2af18555a738b82',
    skEm: '57427244f6cc016cddf1c19c8973b4060aa13579b4c067fd5d93a5d74e32a90f',
    pkRm: '040d97419ae99f13007a93996648b2674e5260a8ebd2b822e84899cd52d87446ea394ca76223b76639eccdf00e1967db10ade37db4e7db476261fcc8df97c5ffd1',
    skRm: '438d8bcef33b89e0e9ae5eb0957c353c25a94584b0dd59c991372a75b43cb661',
    enc: '04305d35563527bce037773d79a13deabed0e8e7cde61eecee403496959e89e4d0ca701726696d1485137ccb5341b3c1c7aaee90a4a02449725e744b1193b53b5f',
    ciphertexts: [
      '90c4deb5b75318530194e4bb62f890b019b1397bbf9d0d6eb918890e1fb2be1ac2603193b60a49c2126b75d0eb',
      '9e223384a3620f4a75b5a52f546b7262d8826dea18db5a365feb8b997180b22d72dc1287f7089a1073a7102c27',
    ],
    exported: [
      'a115a59bf4dd8dc49332d6a0093af8efca1bcbfd3627d850173f5c4a55d0c185',
      '4517eaede0669b16aac7c92d5762dd459c301fa10e02237cd5aeb9be969430c4',
      '164e02144d44b607a7722e58b0f4156e67c0c2874d74cf71da6ca48a4cbdc5e0',
    ],
  },
];
