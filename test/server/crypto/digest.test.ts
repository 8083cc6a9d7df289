import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sameSecret, sha256Bytes, sha256Text } from '../../../server/crypto/digest.ts';
import { randomId, randomSecret } from '../../../server/crypto/random.ts';

describe('digests and random values', () => {
  test('are SHA-256 as base64url, of bytes and of UTF-8', () => {
    // FIPS 180-4, “abc”
    assert.equal(sha256Text('abc'), 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
    assert.equal(sha256Bytes(Buffer.from('ä', 'utf8')), sha256Text('ä'));
  });

  test('compare whole secrets, of any length', () => {
    assert.ok(sameSecret('secret', 'secret'));
    assert.ok(!sameSecret('secret', 'secreT'));
    assert.ok(!sameSecret('secret', 'secret '));
    assert.ok(!sameSecret('', 'secret'));
  });

  test('have the length that the protocol names, and never come twice', () => {
    const secrets = new Set(Array.from({ length: 1_000 }, randomSecret));

    assert.equal(secrets.size, 1_000);
    for (const secret of secrets) assert.match(secret, /^[A-Za-z0-9_-]{43}$/);
    assert.match(randomId('ses'), /^ses_[A-Za-z0-9_-]{22}$/);
  });
});
