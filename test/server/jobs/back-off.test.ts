import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { backOff } from '../../../server/jobs/back-off.ts';

describe('the back-off', () => {
  test('doubles from a second, up to a quarter of an hour', () => {
    const longest = [1, 2, 3, 11, 1_000].map((attempt) => backOff({ attempt, random: 1 }));

    assert.deepEqual(longest, [1_000, 2_000, 4_000, 900_000, 900_000]);
  });

  test('is never less than half of that, nor than was asked for', () => {
    const tries = fc.record({
      attempt: fc.integer({ min: 1, max: 10_000 }),
      retryAfter: fc.integer({ min: 0, max: 100_000 }),
      random: fc.double({ min: 0, max: 1, noNaN: true }),
    });

    fc.assert(
      fc.property(tries, (one) => {
        const delayMs = backOff(one);
        assert.ok(delayMs >= one.retryAfter * 1000);
        assert.ok(delayMs >= backOff({ attempt: one.attempt, random: 0 }));
      }),
    );
  });
});
