import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { type MirroredPage, openMirroredPage } from '../../support/mirrored-page.ts';
import { treesOnceEqual } from '../../support/page-trees.ts';

let browser: Browser;
let page: MirroredPage;
before(async () => {
  browser = await launchBrowser();
});
afterEach(() => page.close());
after(() => browser.close());

const html = `<!doctype html><html lang="en"><head><title>Random</title><style>.a{color:red}</style></head><body>
<main id="main"><p class="a">One <b>two</b> three</p><ul><li>a</li><li>b</li></ul><div id="host"></div><textarea>x</textarea></main></body></html>`;

/** One change: what to do, and three numbers that choose where and with what. */
const change = fc.tuple(
  fc.constantFrom(
    'insert',
    'remove',
    'move',
    'text',
    'splice',
    'attribute',
    'wrap',
    'shadow',
    'html',
    'replace',
    'swap',
  ),
  fc.nat(10_000),
  fc.nat(10_000),
  fc.nat(10_000),
);
type Change = readonly [string, number, number, number];

/** Runs in the page: makes a batch of changes in one task. */
const makeChanges = (changes: readonly Change[]): void => {
  const main = document.getElementById('main') as HTMLElement;
  const all = (): Node[] => {
    const found: Node[] = [];
    const visit = (node: Node): void => {
      for (const child of node.childNodes) {
        if (child.nodeType === 1 && (child as Element).localName === 'textarea') continue;
        found.push(child);
        visit(child);
        const shadow = child.nodeType === 1 ? (child as Element).shadowRoot : null;
        if (shadow) visit(shadow);
      }
    };
    visit(main);
    return found;
  };
  const pick = <Kind>(list: readonly Kind[], number: number): Kind | undefined => list[number % list.length];
  const elements = (): Element[] => [main, ...all().filter((node): node is Element => node.nodeType === 1)];
  const texts = (): Text[] => all().filter((node): node is Text => node.nodeType === 3);
  const names = ['div', 'span', 'p', 'li', 'section', 'x-card', 'template', 'script'];
  for (const [kind, a, b, c] of changes) {
    const element = pick(elements(), a) ?? main;
    const node = pick(all(), b);
    const text = pick(texts(), a);
    const words = `word ${c} ${'long text 😀 '.repeat(c % 5)}`;
    const made = (): Element => {
      const each = document.createElement(pick(names, c) ?? 'div');
      if (each.localName !== 'script') each.append(words);
      return each;
    };
    const isInside = (outer: Node | undefined, inner: Node): boolean => {
      for (let each: Node | null = inner; each; each = each.parentNode ?? (each as ShadowRoot).host ?? null) {
        if (each === outer) return true;
      }
      return false;
    };
    if (kind === 'insert')
      element.insertBefore(
        c % 3 ? made() : document.createTextNode(words),
        pick([...element.childNodes, null], b) ?? null,
      );
    if (kind === 'remove' && node) node.parentNode?.removeChild(node);
    if (kind === 'move' && node && !isInside(node, element))
      element.insertBefore(
        node,
        pick(
          [...element.childNodes].filter((each) => each !== node),
          c,
        ) ?? null,
      );
    if (kind === 'text' && text) text.data = words;
    if (kind === 'splice' && text) text.insertData(b % (text.data.length + 1), `+${c}😁`);
    if (kind === 'attribute')
      element.setAttribute(pick(['class', 'title', 'lang', 'onclick', 'data-x'], b) ?? 'class', words);
    if (kind === 'wrap' && node && node !== main) {
      const outer = document.createElement('div');
      node.parentNode?.replaceChild(outer, node);
      outer.append(node);
    }
    if (kind === 'shadow' && !element.shadowRoot && /^(div|span|p|section|x-card)$/.test(element.localName)) {
      element.attachShadow({ mode: 'open' }).innerHTML = `<b>${words}</b><slot></slot>`;
    }
    if (kind === 'html' && element !== main)
      element.innerHTML = `<i title="t${c}">${words}</i><!-- no -->tail<svg><path fill="url(#g${c})"/></svg>`;
    if (kind === 'replace' && node) node.parentNode?.replaceChild(made(), node);
    if (kind === 'swap' && node?.nextSibling) node.parentNode?.insertBefore(node.nextSibling, node);
  }
};

const runs = Number(process.env.HANDRAIL_FUZZ_RUNS ?? 12);

test('whatever a page does, the mirror shows the same tree', { timeout: 600_000 }, async () => {
  page = await openMirroredPage({ browser, files: { '/': html } });

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(change, { minLength: 1, maxLength: 25 }), { minLength: 1, maxLength: 6 }),
      async (batches) => {
        for (const batch of batches) await page.customer.evaluate(makeChanges, batch as Change[]);
        const [original, mirror] = await treesOnceEqual(page);

        assert.deepEqual(page.faults, []);
        assert.equal(mirror, original);
      },
    ),
    { numRuns: runs, seed: 20261122, endOnFailure: true },
  );
});

test('what happens during a keyframe, or while the line is full, is not lost', {
  timeout: 600_000,
}, async () => {
  const rows = '<p class="a">row <b>bold</b> text</p>'.repeat(4000);
  page = await openMirroredPage({ browser, files: { '/': html.replace('<ul>', `${rows}<ul>`) } });

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(change, { minLength: 1, maxLength: 10 }), { minLength: 3, maxLength: 6 }),
      async (batches) => {
        await page.customer.evaluate(() => handrailTest.setBackedUp(true));
        const applied = page.keyframe();
        for (const batch of batches) await page.customer.evaluate(makeChanges, batch as Change[]);
        await applied;
        await page.customer.evaluate(() => handrailTest.setBackedUp(false));
        const [original, mirror] = await treesOnceEqual(page, 6000);

        assert.deepEqual(page.faults, []);
        assert.equal(mirror, original);
      },
    ),
    { numRuns: Math.ceil(runs / 4), seed: 20261123, endOnFailure: true },
  );
});
