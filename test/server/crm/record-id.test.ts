import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { recordId } from '../../../server/crm/salesforce/record-id.ts';

describe('a Salesforce record id', () => {
  it('gets its 18 characters', () => {
    assert.equal(recordId('00D000000000001'), '00D000000000001EAA');
    assert.equal(recordId('0015000000Gv7qJ'), '0015000000Gv7qJAAR');
    assert.equal(recordId('500000000000001AAA'), '500000000000001AAA');
  });

  it('is none when its checksum is wrong, or its length, or a character', () => {
    for (const id of [
      '00D000000000001AAA',
      '00D00000000000',
      '00D0000000000012',
      '00D00000000000-',
      "' OR ''='",
    ]) {
      assert.equal(recordId(id), null, id);
    }
  });

  it('is the same from either form', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{15}$/), (short) => {
        const whole = recordId(short) ?? '';
        return whole.startsWith(short) && recordId(whole) === whole;
      }),
    );
  });
});
