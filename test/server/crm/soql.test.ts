import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { soql } from '../../../server/crm/salesforce/soql.ts';

describe('a SOQL query', () => {
  it('keeps a value inside its quotes', () => {
    assert.equal(soql`WHERE a = ${"x' OR Id != '"}`, String.raw`WHERE a = 'x\' OR Id != \''`);
    assert.equal(soql`WHERE a = ${'back\\'}`, String.raw`WHERE a = 'back\\'`);
    assert.equal(soql`WHERE a = ${'two\nlines'}`, String.raw`WHERE a = 'two\nlines'`);
  });

  it('has no value that ends its own quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '\\', '"', '\n', 'a', '%') }), (value) => {
        const inner = soql`${value}`.slice(1, -1);
        return /^(?:[^'\\\n\r\t"]|\\.)*$/s.test(inner);
      }),
    );
  });
});
