import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { endingOf, safeFileName } from '../../protocol/safe-file-name.ts';

describe('a file’s name, made safe', () => {
  for (const [name, safe] of [
    ['invoice 2026.pdf', 'invoice 2026.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\cmd.exe', 'cmd.exe'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['a\u0000b\u001B[31m.txt', 'ab[31m.txt'],
    ['  ..hidden. ', 'hidden'],
    ['CON.txt', '_CON.txt'],
    ['a<b>:"|?*.png', 'a_b______.png'],
    ['Rechnung für Müller.pdf', 'Rechnung für Müller.pdf'],
    ['فاتورة.pdf', 'فاتورة.pdf'],
    ['line\u2028feed.txt', 'linefeed.txt'],
    ['/', 'file'],
    ['\u202E', 'file'],
  ] as const) {
    it(`makes ${JSON.stringify(name)} ${JSON.stringify(safe)}`, () => {
      assert.equal(safeFileName(name), safe);
    });
  }

  it('shortens 500 characters and keeps the ending', () => {
    const safe = safeFileName(`${'ü'.repeat(500)}.jpeg`);

    assert.ok(Buffer.byteLength(safe) <= 200);
    assert.ok(safe.endsWith('ü.jpeg'));
  });

  it('leaves nothing of any name that could lead elsewhere, turn around or be invisible, and is the same done twice', () => {
    const anything = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 1 }),
        fc.constantFrom(...'./\\ \u202E\u2066\u200F\u0000\n:*'),
      ),
      maxLength: 600,
    });
    fc.assert(
      fc.property(anything, (name) => {
        const safe = safeFileName(name);

        assert.doesNotMatch(safe, /[/\\\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069<>:"|?*]/u);
        assert.doesNotMatch(safe, /^[. ]|[. ]$/);
        assert.ok(safe.length > 0 && Buffer.byteLength(safe) <= 201, `${Buffer.byteLength(safe)} bytes`);
        assert.equal(safeFileName(safe), safe);
      }),
      { numRuns: 2_000 },
    );
  });

  it('knows an ending whatever its case', () => {
    assert.deepEqual(['a.tar.GZ', 'README', 'x.', '.exe'].map(endingOf), ['gz', '', '', 'exe']);
  });
});
