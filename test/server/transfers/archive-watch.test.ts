import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { gzipSync, zipSync } from 'fflate';
import { createArchiveWatch } from '../../../server/transfers/archive-watch.ts';

const MiB = 1024 ** 2;
const look = (archive: 'zip' | 'gz', content: Uint8Array) => {
  const watch = createArchiveWatch(archive);
  for (let at = 0; at < content.length; at += MiB) watch.push(content.subarray(at, at + MiB));
};
const bomb = { code: 'file_type_refused' };

describe('an archive that is looked into', { timeout: 120_000 }, () => {
  it('is a bomb when it becomes far larger than it is, by itself or by what is in it', () => {
    const zeros = zipSync({ zeros: Buffer.alloc(70 * MiB) });

    assert.throws(() => look('zip', zeros), bomb);
    assert.throws(() => look('gz', gzipSync(Buffer.alloc(70 * MiB))), bomb);
    assert.throws(() => look('zip', zipSync({ 'a.zip': zipSync({ 'b.zip': zeros }) })), bomb);
    const many = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [`${index}.zip`, zipSync({ z: Buffer.alloc(10 * MiB) })]),
    );
    assert.throws(() => look('zip', zipSync(many)), bomb);
  });

  it('is a bomb when it is nested too deep', () => {
    let content: Uint8Array = zipSync({ 'a.txt': Buffer.from('a') });
    for (let depth = 2; depth <= 4; depth += 1) content = zipSync({ 'a.zip': content });
    look('zip', content);

    assert.throws(() => look('zip', zipSync({ 'a.zip': content })), bomb);
  });

  it('is none when it is small, or packed as people pack', () => {
    look('zip', zipSync({ zeros: Buffer.alloc(20 * MiB) }));
    look('zip', zipSync({ noise: randomBytes(5 * MiB) }));
    look('gz', gzipSync(Buffer.from('a line of a log\n'.repeat(10_000))));
  });

  it('is not judged when it can’t be read', () => {
    look('zip', Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(100_000)]));
    look('gz', Buffer.concat([Buffer.from('1f8b08', 'hex'), randomBytes(100_000)]));
    look('zip', new Uint8Array(0));
  });
});
