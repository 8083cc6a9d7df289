import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { gzipSync, zipSync } from 'fflate';
import { sniffType } from '../../../server/transfers/sniff-type.ts';

const hex = (text: string) => Buffer.from(text, 'hex');
const utf8 = (text: string) => Buffer.from(text);
const jpeg = Buffer.concat([hex('ffd8ffe000104a46494600010100000100010000'), randomBytes(100)]);
const zip = Buffer.from(zipSync({ 'a.txt': utf8('a') }));
const docx = Buffer.from(
  zipSync({
    '[Content_Types].xml': utf8(
      '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    'word/document.xml': utf8('<w/>'),
  }),
);
const pdf = Buffer.concat([utf8('%PDF-1.7\n'), hex('25e2e3cfd30a00'), randomBytes(50)]);
const program = Buffer.concat([utf8('MZ\x90\0'), randomBytes(500)]);
const look = (name: string, head: Buffer, blockedTypes: readonly string[] = ['exe', 'js']) =>
  sniffType({ name, head, blockedTypes });

describe('what a file is by its content', () => {
  const right: readonly (readonly [name: string, head: Buffer, contentType: string])[] = [
    ['a.jpg', jpeg, 'image/jpeg'],
    ['a.JPEG', jpeg, 'image/jpeg'],
    ['photo', jpeg, 'image/jpeg'],
    ['a.pdf', pdf, 'application/pdf'],
    ['a.pdf', utf8('%PDF-1.4\nall in letters'), 'application/pdf'],
    ['a.zip', zip, 'application/zip'],
    ['a.docx', docx, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a.docx', zip, 'application/zip'],
    ['a.txt', utf8('Grüße'), 'text/plain'],
    ['a.txt', hex('6772fcdf65'), 'text/plain'],
    ['a.txt', hex('fffe680069000000'), 'text/plain'],
    ['a.csv', utf8('MZ;1\r\nBM;2\r\n'), 'text/csv'],
    ['a.json', utf8('{}'), 'application/json'],
    ['a.html', utf8('<script>alert(1)</script>'), 'text/plain'],
    ['a.svg', utf8('<?xml version="1.0"?><svg onload="alert(1)"/>'), 'text/plain'],
    ['a.xls', utf8('<table><tr><td>1</td></tr></table>'), 'text/plain'],
    ['trace.har', utf8('{}'), 'text/plain'],
    ['memory.dump', hex('0001020304'), 'application/octet-stream'],
    ['a.exe.txt', utf8('opens as a text'), 'text/plain'],
    ['shop.com.pdf', pdf, 'application/pdf'],
    ['a.gz', Buffer.from(gzipSync(utf8('x'))), 'application/gzip'],
  ];
  for (const [name, head, contentType] of right) {
    it(`is ${contentType} for ${name} (${head.subarray(0, 8).toString('hex')})`, async () => {
      assert.equal((await look(name, head)).contentType, contentType);
    });
  }

  const wrong: readonly (readonly [name: string, head: Buffer])[] = [
    ['a.png', jpeg],
    ['a.jpg', utf8('no picture')],
    ['a.pdf', zip],
    ['a.docx', pdf],
    ['a.txt', jpeg],
    ['a.csv', hex('610062')],
    ['a.png', program],
    ['a', program],
    ['a.dll', program],
    ['a.exe', utf8('text')],
    ['a.js', utf8('text')],
    ['a.dump', program],
  ];
  for (const [name, head] of wrong) {
    it(`does not fit ${name} (${head.subarray(0, 8).toString('hex')})`, async () => {
      await assert.rejects(look(name, head), { code: 'file_type_refused', status: 415 });
    });
  }

  it('is the company’s to block', async () => {
    assert.equal((await look('a.dll', program, [])).contentType, 'application/x-msdownload');
    await assert.rejects(look('a.jpeg', jpeg, ['jpg']), { code: 'file_type_refused' });
    await assert.rejects(look('archive', zip, ['zip']), { code: 'file_type_refused' });
  });

  it('is an archive to be looked into only where it is one', async () => {
    assert.equal((await look('a.docx', docx)).archive, 'zip');
    assert.equal((await look('a.gz', Buffer.from(gzipSync(utf8('x'))))).archive, 'gz');
    assert.equal((await look('a.jpg', jpeg)).archive, null);
  });
});
