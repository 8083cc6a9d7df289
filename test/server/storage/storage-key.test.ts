import assert from 'node:assert/strict';
import { join, relative, sep } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { artifactKinds } from '../../../protocol/storage-policy.ts';
import { checkKey, checkPrefix, storageKey, storagePrefix } from '../../../server/storage/storage-key.ts';

const parts = {
  tenantId: 'acme',
  kind: 'recording',
  sessionId: 'ses_AAAAAAAAAAAAAAAAAAAAAA',
  artifactId: 'art_AAAAAAAAAAAAAAAAAAAAAA',
} as const;
const key = storageKey(parts);

/** Anything, and what is near to a way out. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '..',
        '.',
        '/',
        '\\',
        '\0',
        '%2e',
        '~',
        'acme',
        'recording',
        parts.sessionId,
        '\n',
        'art_',
        ':',
      ),
      { maxLength: 9 },
    )
    .map((pieces) => pieces.join('')),
  fc
    .tuple(fc.nat(key.length), fc.string({ maxLength: 3 }))
    .map(([at, put]) => key.slice(0, at) + put + key.slice(at)),
);

const isInside = (name: string): boolean => {
  const path = relative('/data', join('/data', name));
  return path !== '' && !path.startsWith('..') && !path.startsWith(sep);
};

describe('the name of an object', () => {
  it('says whose it is, of what kind, of which session, and which', () => {
    assert.equal(key, 'acme/recording/ses_AAAAAAAAAAAAAAAAAAAAAA/art_AAAAAAAAAAAAAAAAAAAAAA');
    assert.equal(storagePrefix('acme'), 'acme/');
    assert.equal(
      storagePrefix('acme', 'recording', parts.sessionId),
      'acme/recording/ses_AAAAAAAAAAAAAAAAAAAAAA/',
    );
  });

  it('lets no part of it lead out of the folder', () => {
    for (const name of ['tenantId', 'kind', 'sessionId', 'artifactId'] as const) {
      fc.assert(
        fc.property(hostile, (text) => {
          const made = attempt(() => storageKey(JSON.parse(JSON.stringify({ ...parts, [name]: text }))));
          // What is taken is the part itself, between the same slashes, with nothing in it that a file system reads.
          if (made === null) return true;
          return made.split('/').length === 4 && /^[A-Za-z0-9_/-]+$/.test(made) && isInside(made);
        }),
        { numRuns: 500 },
      );
    }
  });

  it('is refused as a key or a prefix when it is none', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const check of [checkKey, checkPrefix]) {
          const taken = attempt(() => check(text));
          if (taken !== null && !(/^[A-Za-z0-9_/-]+$/.test(taken) && isInside(taken))) return false;
        }
        return true;
      }),
      { numRuns: 2000 },
    );
    for (const wrong of [
      '',
      '/',
      '../',
      'acme',
      '/acme/',
      'acme//',
      'acme/../',
      `${key}/`,
      `${key}\n`,
      'acme/other/',
    ])
      assert.equal(
        attempt(() => checkPrefix(wrong)),
        null,
        JSON.stringify(wrong),
      );
    for (const wrong of ['acme/', `${key}/`, `${key}\n`, `/${key}`, key.replace('acme', '..'), `./${key}`])
      assert.equal(
        attempt(() => checkKey(wrong)),
        null,
        JSON.stringify(wrong),
      );
  });

  it('is another for every other part', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
    const tail = fc.stringMatching(/^[A-Za-z0-9_-]{22}$/);
    const all = fc.record({
      tenantId: name,
      kind: fc.constantFrom(...artifactKinds),
      sessionId: tail.map((text) => `ses_${text}`),
      artifactId: tail.map((text) => `art_${text}`),
    });
    fc.assert(
      fc.property(all, all, (left, right) => {
        const same = JSON.stringify(left) === JSON.stringify(right);
        return (
          checkKey(storageKey(left)) === storageKey(left) && (storageKey(left) === storageKey(right)) === same
        );
      }),
    );
  });
});

const attempt = (make: () => string): string | null => {
  try {
    return make();
  } catch (error) {
    if (error instanceof Error && error.name === 'ValiError') return null;
    throw error;
  }
};
