import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { makeFolder, syncFolder } from '../../../server/config/make-folder.ts';

describe('a folder that is made', () => {
  const above = mkdtempSync(join(tmpdir(), 'handrail-folder-'));
  after(() => rmSync(above, { recursive: true, force: true }));

  it('is written down in every folder above it that is new, and in the first that was there', () => {
    const synced: string[] = [];
    const noting = (folder: string) => {
      syncFolder(folder);
      synced.push(folder);
    };

    makeFolder(join(above, 'a', 'b', 'c'), noting);
    assert.deepEqual(synced.splice(0), [join(above, 'a', 'b'), join(above, 'a'), above]);
    makeFolder(join(above, 'a', 'd'), noting);
    assert.deepEqual(synced.splice(0), [join(above, 'a')]);
    makeFolder(join(above, 'a', 'd'), noting);

    assert.deepEqual(synced, []);
    assert.equal(statSync(join(above, 'a', 'b')).mode & 0o777, 0o700);
  });
});
