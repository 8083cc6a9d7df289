import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leavingCss } from '../../../widgets/masking/leaving-css.ts';
import { leavingUrl } from '../../../widgets/masking/leaving-url.ts';
import { createScrubber } from '../../../widgets/masking/scrubber.ts';
import { isSensitiveText } from '../../../widgets/masking/sensitive-text.ts';

const base = 'https://shop.example/a/page?token=1#x';

test('an address leaves without credentials, fragment and any query that could name a person', () => {
  assert.equal(leavingUrl('b.png?token=secret', base), 'https://shop.example/a/b.png');
  assert.equal(leavingUrl('https://ann:pw@cdn.example/x.css?v=3#top', base), 'https://cdn.example/x.css?v=3');
  assert.equal(leavingUrl(`/i.png?w=200&v=${'a'.repeat(40)}`, base), 'https://shop.example/i.png');
  assert.equal(leavingUrl('#gradient', base), '#gradient');
});

test('what is no address of a public file does not leave', () => {
  for (const value of [
    'javascript:alert(1)',
    'blob:https://shop.example/1',
    'file:///etc/passwd',
    'data:text/html,x',
    'http://[',
  ]) {
    assert.equal(leavingUrl(value, base), null, value);
  }
});

test('addresses in rules are decided like all others', () => {
  const css = leavingCss(`@import "x.css?sid=1";a{background:url( 'i.png?token=1' )}b{mask:url(#m)}`, base);

  assert.equal(
    css,
    '@import url("https://shop.example/a/x.css");a{background:url("https://shop.example/a/i.png")}b{mask:url(#m)}',
  );
});

test('an address in rules is decided in every spelling, and what is not understood does not leave', () => {
  const spellings: readonly (readonly [string, string])[] = [
    [
      `image-set("i.png?t=1" 1x, 'j.png' type("image/png"))`,
      'image-set("https://shop.example/a/i.png" 1x, "https://shop.example/a/j.png" type("image/png"))',
    ],
    ['url("i.png?t=1', 'url("https://shop.example/a/i.png")'],
    ['url(i.png?t=1', 'url("https://shop.example/a/i.png")'],
    [String.raw`url("i\22.png?t=1")`, 'url("")'],
    ['url(i"j.png?t=1)', 'url("https://shop.example/a/i%22j.png")'],
    [String.raw`url("data:image/svg+xml,<svg a=\"b\"/>")`, 'url("data:image/svg+xml,<svg a=%22b%22/>")'],
    ['@import url(x.css?t=1) screen', '@import url("https://shop.example/a/x.css") screen'],
    ['translate(1px, calc(2px))', 'translate(1px, calc(2px))'],
    [String.raw`.w-\[calc\(1px\)\]{width:calc(1px)}`, String.raw`.w-\[calc\(1px\)\]{width:calc(1px)}`],
  ];
  for (const [written, leaves] of spellings) assert.equal(leavingCss(written, base), leaves);
});

test('card and social security numbers are known in their usual spellings, and from their beginning', () => {
  for (const text of [
    '4111111111111111',
    '4111 1111 1111 1111',
    '3782-822463-10005',
    '411111111',
    '078-05-1120',
    '078051120',
  ]) {
    assert.equal(isSensitiveText(text), true, text);
  }
  for (const text of [
    '',
    '12345678',
    'Order 4111111111111111',
    '+49 30 1234567',
    '000-12-3456',
    '2026-11-23',
  ]) {
    assert.equal(isSensitiveText(text), false, text);
  }
});

test('what was seen in a masked place is taken out of other texts, until it is unmasked', () => {
  const scrubber = createScrubber();
  const [field, box] = [{}, {}];
  scrubber.rememberTyped('4111 1111', field);
  scrubber.rememberTyped('4111 1111 1111 1111', field);
  scrubber.remember('Account', box);

  assert.equal(scrubber.scrub('Paid with 4111111111111111.', 'structure'), 'Paid with ••••••••.');
  assert.equal(scrubber.scrub('4111-1111-1111-1111', 'words'), '••••••••');
  assert.equal(scrubber.scrub('Your Account', 'words'), 'Your •••••••');
  assert.equal(scrubber.scrub('Account-header', 'structure'), 'Account-header');
  scrubber.forget(box);
  assert.equal(scrubber.scrub('Your Account', 'words'), 'Your Account');
});
