import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { readPrivateKey } from '../../../widgets/recording/private-key.ts';
import { hpkeOpen } from '../../../widgets/seal/hpke.ts';
import { hpkeSeal } from '../../../widgets/seal/hpke-seal.ts';

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const pointOf = (key: KeyObject): Buffer => {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
};

test('a private key is read from PEM and from JWK, opens what is sealed to it, and can’t be taken out again', async () => {
  const { privateKey, publicKey } = pair();
  const point = pointOf(publicKey);
  const sealed = await hpkeSeal(new TextEncoder().encode('roots'), point.toString('base64url'), {
    info: 'x',
  });

  for (const text of [pemOf(privateKey), JSON.stringify(privateKey.export({ format: 'jwk' }))]) {
    const read = await readPrivateKey(`\n${text}\n`);

    assert.ok(read.type === 'key');
    assert.equal(read.fingerprint, createHash('sha256').update(point).digest('base64url'));
    assert.equal(read.key.pair.privateKey.extractable, false);
    const { value } = await hpkeOpen(sealed.value, read.key, { info: 'x' });
    assert.equal(new TextDecoder().decode(value), 'roots');
  }
});

test('what is no private key of the right kind is told apart', async () => {
  const { privateKey, publicKey } = pair();
  const password = privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString();
  const otherCurve = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const types = async (...texts: string[]) =>
    Promise.all(texts.map(async (text) => (await readPrivateKey(text)).type));

  assert.deepEqual(await types(password), ['password']);
  assert.deepEqual(
    await types(
      publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      JSON.stringify(publicKey.export({ format: 'jwk' })),
    ),
    ['public', 'public'],
  );
  assert.deepEqual(
    await types('', 'null', '{', 'hello', pemOf(otherCurve), pemOf(rsa), pemOf(privateKey).slice(0, 90)),
    Array.from({ length: 7 }, () => 'unreadable'),
  );
});
