import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openKeyRing } from '../../../server/crypto/key-ring.ts';

describe('the key ring', () => {
  let dataFolder: string;
  beforeEach(() => {
    dataFolder = mkdtempSync(join(tmpdir(), 'handrail-keys-'));
  });
  afterEach(() => rmSync(dataFolder, { recursive: true }));

  const plain = Buffer.from('a token');
  const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();

  test('opens what it sealed, also after a restart', () => {
    const sealed = openKeyRing(dataFolder).seal(plain, 'token:acme');

    assert.equal(textOf(openKeyRing(dataFolder).open(sealed, 'token:acme')), 'a token');
  });

  test('makes a key that nobody else may read', () => {
    openKeyRing(dataFolder);

    const folder = join(dataFolder, 'keys');
    assert.deepEqual(readdirSync(folder), ['0001.key']);
    assert.equal(statSync(join(folder, '0001.key')).mode & 0o777, 0o600);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  test('shows nothing of what it sealed, and seals the same thing differently each time', () => {
    const ring = openKeyRing(dataFolder);
    const [first, second] = [ring.seal(plain, 'x'), ring.seal(plain, 'x')];

    assert.notEqual(first, second);
    assert.ok(!Buffer.from(first.split('.')[1] ?? '', 'base64url').includes(plain));
  });

  test('does not open what was moved to another context, changed, cut, or sealed elsewhere', () => {
    const ring = openKeyRing(dataFolder);
    const sealed = ring.seal(plain, 'token:acme');
    const [id, text = ''] = sealed.split('.');
    const bytes = Buffer.from(text, 'base64url');

    assert.throws(() => ring.open(sealed, 'token:other'));
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      assert.throws(() => ring.open(`${id}.${changed.toString('base64url')}`, 'token:acme'));
    }
    for (const broken of ['', id ?? '', `${id}.`, `${id}.${text.slice(0, 20)}`, `0002.${text}`]) {
      assert.throws(() => ring.open(broken, 'token:acme'));
    }
  });

  test('seals under the newest key and opens under every one', () => {
    const sealed = openKeyRing(dataFolder).seal(plain, 'x');
    writeFileSync(join(dataFolder, 'keys', '0002.key'), Buffer.alloc(32, 7), { mode: 0o600 });

    const ring = openKeyRing(dataFolder);

    assert.match(ring.seal(plain, 'x'), /^0002\./);
    assert.equal(textOf(ring.open(sealed, 'x')), 'a token');
  });

  test('gives one code for one text, and another under another key', () => {
    const ring = openKeyRing(dataFolder);
    const code = ring.mac('123456789');
    writeFileSync(join(dataFolder, 'keys', '0001.key'), Buffer.alloc(32, 7));

    assert.equal(ring.mac('123456789'), code);
    assert.notEqual(ring.mac('123456780'), code);
    assert.notEqual(openKeyRing(dataFolder).mac('123456789'), code);
  });

  test('refuses a key file that is not one, and never writes over it', () => {
    openKeyRing(dataFolder);
    const path = join(dataFolder, 'keys', '0001.key');
    chmodSync(path, 0o600);
    writeFileSync(path, 'short');

    assert.throws(() => openKeyRing(dataFolder), /is not a key/);
    assert.equal(readFileSync(path, 'utf8'), 'short');
  });
});
