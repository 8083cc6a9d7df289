import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { hpkeOpen, makeHpkeKey } from '../../../widgets/seal/hpke.ts';
import { hpkeSeal } from '../../../widgets/seal/hpke-seal.ts';
import { setUpHpkeSender } from '../../../widgets/seal/hpke-sender.ts';
import { utf8 } from '../../../widgets/seal/utf8.ts';
import { hpkeVectors, info, plaintext, pskId } from './hpke-vectors.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (buffer: ArrayBuffer | Uint8Array) => Buffer.from(buffer as Uint8Array).toString('hex');

/** The ephemeral key that a vector was made with. */
const ephemeral = async (secret: string, point: string): Promise<CryptoKeyPair> => {
  const part = (text: string) => Buffer.from(text, 'hex').toString('base64url');
  const [x, y] = [part(point.slice(2, 66)), part(point.slice(66))];
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const publicKey = await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, curve, true, []);
  const jwk = { kty: 'EC', crv: 'P-256', x, y, d: part(secret) };
  const privateKey = await crypto.subtle.importKey('jwk', jwk, curve, false, ['deriveBits']);
  return { publicKey, privateKey };
};

for (const vector of hpkeVectors) {
  test(`the library opens and exports what RFC 9180 ${vector.name} says`, async () => {
    const suite = new CipherSuite({
      kem: new DhkemP256HkdfSha256(),
      kdf: new HkdfSha256(),
      aead: new Aes128Gcm(),
    });
    const recipientKey = await suite.kem.importKey('raw', bytes(vector.skRm).buffer, false);

    const recipient = await suite.createRecipientContext({
      recipientKey,
      enc: bytes(vector.enc),
      info: bytes(info),
      ...(vector.psk && { psk: { id: bytes(pskId), key: bytes(vector.psk) } }),
    });

    for (const [index, ciphertext] of vector.ciphertexts.entries()) {
      const opened = await recipient.open(bytes(ciphertext), utf8(`Count-${index}`));
      assert.equal(hex(opened), plaintext);
    }
    for (const [index, context] of ['', '00', '54657374436f6e74657874'].entries()) {
      assert.equal(hex(await recipient.export(bytes(context), 32)), vector.exported[index]);
    }
  });
}

for (const vector of hpkeVectors) {
  test(`our sender says what RFC 9180 ${vector.name} says`, async () => {
    const sender = await setUpHpkeSender({
      publicKey: bytes(vector.pkRm),
      info: bytes(info),
      ...(vector.psk && { psk: { id: bytes(pskId), key: bytes(vector.psk) } }),
      aead: { id: 1, keyBytes: 16 },
      makeEphemeral: () => ephemeral(vector.skEm, vector.enc),
    });

    assert.equal(hex(sender.enc), vector.enc);
    assert.equal(hex(await sender.seal(bytes(plaintext), utf8('Count-0'))), vector.ciphertexts[0]);
    for (const [index, context] of ['', '00', '54657374436f6e74657874'].entries()) {
      assert.equal(hex(await sender.exported(bytes(context))), vector.exported[index]);
    }
  });
}

test('a public key that is no point on the curve is refused', async () => {
  const { publicKey } = await makeHpkeKey();

  await assert.rejects(hpkeSeal(utf8('key'), `${publicKey.slice(0, -4)}AAAA`, { info: 'a test' }));
});

test('what is sealed to a key under a psk opens with both, and both ends export the same secret', async () => {
  const key = await makeHpkeKey();
  const psk = crypto.getRandomValues(new Uint8Array(32));
  const context = { info: 'a test', psk };

  const sent = await hpkeSeal(utf8('content key'), key.publicKey, context);
  const received = await hpkeOpen(sent.value, key, context);

  assert.deepEqual(received.value, utf8('content key'));
  assert.deepEqual(await received.exported('input'), await sent.exported('input'));
  assert.notDeepEqual(await received.exported('other'), await sent.exported('input'));
});

test('another psk, no psk and another info open nothing', async () => {
  const key = await makeHpkeKey();
  const psk = crypto.getRandomValues(new Uint8Array(32));
  const { value } = await hpkeSeal(utf8('content key'), key.publicKey, { info: 'a test', psk });

  const other = crypto.getRandomValues(new Uint8Array(32));
  await assert.rejects(hpkeOpen(value, key, { info: 'a test', psk: other }));
  await assert.rejects(hpkeOpen(value, key, { info: 'a test' }));
  await assert.rejects(hpkeOpen(value, key, { info: 'another test', psk }));
});

test('the private half of a key can not be exported', async () => {
  const { pair } = await makeHpkeKey();

  await assert.rejects(crypto.subtle.exportKey('jwk', pair.privateKey), { name: 'InvalidAccessError' });
});
