import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { openTestDatabase } from '../support/database.ts';
import { createGuesses, type Guesses } from '../support/guesses.ts';

describe('somebody who guesses join codes', () => {
  let guesses: Guesses;
  beforeEach(async () => {
    guesses = await createGuesses(await openTestDatabase('sqlite'));
  });

  test('has five tries from one address, and is paused then, also for the right one', async () => {
    for (let tries = 0; tries < 5; tries += 1) assert.equal(await guesses.wrong('10.0.0.1'), 'code_invalid');

    assert.equal(await guesses.wrong('10.0.0.1'), 'codes_paused');
    assert.equal(await guesses.right('10.0.0.1'), 'codes_paused');
    assert.equal(await guesses.right('10.0.0.2'), 'opened');
  });

  test('is told how long to wait, and may try again after', async () => {
    for (let tries = 0; tries < 5; tries += 1) await guesses.wrong('10.0.0.1');

    assert.equal(await guesses.retryAfter('10.0.0.1'), 600);
    guesses.pass(10 * 60_000);
    assert.equal(await guesses.wrong('10.0.0.1'), 'code_invalid');
  });

  test('gets no more tries by trying side by side', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => guesses.wrong('10.0.0.1')));

    assert.equal(answers.filter((answer) => answer === 'code_invalid').length, 5);
  });

  test('is stopped at a hundred from many addresses, and cannot tell then which codes exist', async () => {
    for (let tries = 0; tries < 100; tries += 1) await guesses.wrong(`10.0.1.${tries}`);

    assert.equal(await guesses.wrong('10.0.2.1'), 'codes_paused');
    assert.equal(await guesses.right('10.0.2.2'), 'codes_paused');
  });

  test('does not use an address up by getting it right', async () => {
    for (let times = 0; times < 8; times += 1) assert.equal(await guesses.right('10.0.0.1'), 'opened');
  });
});
