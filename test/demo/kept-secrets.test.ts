import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openKeptSecrets } from '../../demo/starting/kept-secrets.ts';

describe('the secrets of the demo', () => {
  let folder: string;
  let made = 0;
  const make = () => {
    made += 1;
    return `secret ${made}`;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'handrail-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are made once, and are the same at the next start', () => {
    const first = openKeptSecrets(folder);
    const [client, key] = [first('client', make), first('key', make)];
    const second = openKeptSecrets(folder);

    assert.notEqual(client, key);
    assert.deepEqual([second('client', make), second('key', make)], [client, key]);
  });

  it('are the owner’s alone, also in a file that was not', () => {
    const file = join(folder, 'demo-secrets.json');
    writeFileSync(file, '{}', { mode: 0o644 });
    const secret = openKeptSecrets(folder)('client', make);

    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok(readFileSync(file, 'utf8').includes(secret));
  });

  it('say which file is broken', () => {
    writeFileSync(join(folder, 'demo-secrets.json'), '{"client": 1}');

    assert.throws(() => openKeptSecrets(folder), /demo-secrets\.json/);
  });
});
