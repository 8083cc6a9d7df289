import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { configurationDocument } from '../../../server/config/configuration-document.ts';
import { EnvironmentSchema } from '../../../server/config/environment.ts';

describe('docs/configuration.md', () => {
  const document = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8');

  test('is what the schema says today (if not: npx node server/config/write-table.ts)', () => {
    assert.equal(document, configurationDocument());
  });

  test('describes every variable', () => {
    const rows = document.split('\n').filter((line) => line.startsWith('| `'));

    assert.equal(rows.length, Object.keys(EnvironmentSchema.entries).length);
    assert.ok(rows.length > 0 && rows.every((row) => !row.includes('undefined')));
  });
});
