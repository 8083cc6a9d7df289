import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { pageOps } from '../../protocol/page.ts';
import { type BodyWriter, createBodyWriter } from '../../widgets/capture/body-writer.ts';
import { launchBrowser } from '../support/browser.ts';
import { type MirroredPage, openMirroredPage } from '../support/mirrored-page.ts';
import { until } from '../support/until.ts';

let browser: Browser;
let page: MirroredPage;
before(async () => {
  browser = await launchBrowser();
});
afterEach(() => page.close());
after(() => browser.close());

const toText = (body: Uint8Array): string => Buffer.from(body).toString('base64');

/** What applying bodies one after another came to: the names of what was thrown, each once. */
const applyAll = (bodies: readonly Uint8Array[]): Promise<readonly string[]> =>
  page.view.evaluate((texts) => {
    const outcomes = new Set<string>();
    for (const text of texts) {
      try {
        handrailTest.apply(text, atob(text).charCodeAt(0) === 1);
        outcomes.add('applied');
      } catch (error) {
        outcomes.add(error instanceof Error ? error.name : String(error));
      }
    }
    return [...outcomes].sort();
  }, bodies.map(toText));

/** Numbers that are the same in each run (mulberry32). */
const createRandom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

const names =
  'div p form input style s:style s:svg iframe dialog select option slot table x-card link li img'.split(' ');

/** A patch of operations that are well formed and make no sense. */
const senseless = (random: (below: number) => number, firstId: number): Uint8Array => {
  const writer = createBodyWriter();
  for (let count = 1 + random(6); count > 0; count--) {
    const op = 2 + random(21);
    writer.number(op);
    writer.number(random(40));
    if (op === pageOps.insert || op === pageOps.shadow || op === pageOps.frame) {
      writer.number(random(op === pageOps.insert ? 40 : 2));
      if (op !== pageOps.insert) writer.number(0);
      writeSenselessTree(writer, random);
    } else if (op >= pageOps.attribute && op <= pageOps.attributeRemoved) {
      writer.name(['popover', 'name', 'type', 'slot', 'style', 'href'][random(6)] ?? '');
      writer.text(['auto', 'firstChild', 'parentNode', 'color:red', '#x', ''][random(6)] ?? '');
    } else for (let more = random(4); more > 0; more--) writer.number(random(30));
  }
  return writer.takePatch(firstId);
};

const writeSenselessTree = (writer: BodyWriter, random: (below: number) => number): void => {
  for (let count = random(5); count > 0; count--) {
    const kind = random(4);
    if (kind === 0) writer.textNode(`text ${random(9)}`);
    else if (kind === 1) {
      writer.mark('known');
      writer.number(random(40));
    } else {
      writer.element(names[random(names.length)] ?? '');
      if (random(2) === 0) writer.attribute('name', ['parentNode', 'childNodes', 'append'][random(3)] ?? '');
      writer.endAttributes();
      writer.mark('end');
    }
  }
  writer.mark('end');
};

/** A page of ten nodes, of which 11 is the next. */
const smallPage = (): Uint8Array => {
  const writer = createBodyWriter();
  for (const number of [pageOps.document, 800, 600, 0, 0]) writer.number(number);
  for (const name of ['html', 'form', 'div', 's:svg', 'iframe', 'dialog', 'input', 'style', 'p']) {
    writer.element(name);
    if (name === 'input') writer.attribute('name', 'parentNode');
    writer.endAttributes();
    if (name !== 'html' && name !== 'form') writer.mark('end');
  }
  for (let open = 3; open > 0; open--) writer.mark('end');
  return writer.takeKeyframe([]);
};

test('a body of damaged or senseless bytes is applied, or asks for a keyframe; nothing else is ever thrown', async () => {
  const html = `<!doctype html><form><input name="parentNode"><dialog>x</dialog></form><p style="color:red">One</p>
    <svg><path d="M0 0"/></svg><iframe srcdoc="<p>in"></iframe>`;
  page = await openMirroredPage({ browser, files: { '/': html } });
  await page.customer.evaluate(() => document.body.append('two'));
  const [real] = page.bodies as [Uint8Array];
  const small = smallPage();
  const random = createRandom(20_261_123);
  const bodies: Uint8Array[] = [];

  for (let round = 0; round < 100; round++) {
    const damaged = Uint8Array.from(page.bodies[random(page.bodies.length)] ?? real);
    for (let count = 1 + random(4); count > 0; count--) damaged[random(damaged.length)] = random(256);
    const noise = Uint8Array.from({ length: 1 + random(200) }, () => random(256));
    noise[0] = 1 + random(2);
    bodies.push(damaged, damaged.subarray(0, random(damaged.length)), noise);
    for (let count = 0; count < 4; count++) bodies.push(small, senseless(random, 11));
  }
  const outcomes = await applyAll(bodies);

  assert.deepEqual(outcomes, ['MirrorGap', 'applied']);
  assert.deepEqual(await applyAll([real]), ['applied']);
});

test('no page is so deep or so large that showing it stops the browser of the agent', async () => {
  page = await openMirroredPage({ browser, files: { '/': '<!doctype html><p>One</p>' } });

  assert.deepEqual(await applyAll([nested(100_000, [])]), ['MirrorGap']);
  assert.deepEqual(await applyAll([nested(20_000, ['shadow'])]), ['MirrorGap']);
  assert.deepEqual(await applyAll([wide(600_000)]), ['MirrorGap']);
  assert.deepEqual(await applyAll([wide(1_000)]), ['applied']);
  const size = await page.view.evaluate(() => handrailTest.size);
  assert.deepEqual(size, { width: 16_384, height: 1 });
});

const nested = (depth: number, marks: readonly 'shadow'[]): Uint8Array => {
  const writer = createBodyWriter();
  for (const number of [pageOps.document, 800, 600, 0, 0]) writer.number(number);
  for (let level = 0; level < depth; level++) {
    writer.element('div');
    writer.endAttributes();
    for (const mark of marks) {
      writer.mark(mark);
      writer.number(0);
    }
  }
  for (let level = 0; level <= depth * (1 + marks.length); level++) writer.mark('end');
  return writer.takeKeyframe([]);
};

const wide = (count: number): Uint8Array => {
  const writer = createBodyWriter();
  for (const number of [pageOps.document, 4_000_000_000, 0, 0, 0]) writer.number(number);
  writer.element('html');
  writer.endAttributes();
  for (let index = 0; index < count; index++) writer.textNode('x');
  writer.mark('end');
  writer.mark('end');
  return writer.takeKeyframe([]);
};

test('text that is said to be in a style element becomes no rule', async () => {
  page = await openMirroredPage({ browser, files: { '/': '<!doctype html><p>One</p>' } });
  const writer = createBodyWriter();
  for (const number of [pageOps.document, 800, 600, 0, 0]) writer.number(number);
  writer.element('html');
  writer.endAttributes();
  for (const name of ['style', 's:style', 'link']) {
    writer.element(name);
    writer.endAttributes();
    writer.textNode('html{color:rgb(1,2,3)}');
    writer.mark('end');
  }
  writer.mark('end');
  writer.mark('end');

  assert.deepEqual(await applyAll([writer.takeKeyframe([])]), ['applied']);
  const color = await page.mirror.locator('html').evaluate((html) => getComputedStyle(html).color);
  assert.notEqual(color, 'rgb(1, 2, 3)');
});

test("a page whose names shadow the browser's own is shown as it changes", async () => {
  const shadowing = [
    ...['parentNode', 'firstChild', 'nextSibling', 'childNodes', 'replaceChildren', 'isConnected', 'matches'],
    ...[
      'getAttributeNames',
      'removeAttribute',
      'setAttribute',
      'shadowRoot',
      'localName',
      'nodeType',
      'scrollTo',
    ],
    ...[
      'getBoundingClientRect',
      'ownerDocument',
      'hasAttribute',
      'showPopover',
      'hidePopover',
      'insertBefore',
    ],
  ];
  const images = ['append', 'elementFromPoint', 'adoptedStyleSheets', 'createElement'];
  page = await openMirroredPage({
    browser,
    files: {
      '/': `<!doctype html><body>${images.map((name) => `<img name="${name}">`).join('')}
        <div id="around"><form id="form" popover="manual">${shadowing.map((name) => `<input name="${name}">`).join('')}</form></div>`,
    },
  });

  const before = page.bodies.length;
  await page.customer.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('#after{color:rgb(1,2,3)}');
    Reflect.set(Document.prototype, 'adoptedStyleSheets', [sheet], document);
    const form = document.getElementById('form') as HTMLFormElement;
    HTMLElement.prototype.showPopover.call(form);
    const first = Reflect.get(Node.prototype, 'firstChild', form);
    Node.prototype.insertBefore.call(form, new Text('At the beginning'), first);
    (document.getElementById('around') as Element).insertAdjacentHTML('beforeend', '<p id="after">After</p>');
  });
  await until(async () => page.bodies.length > before, 'a patch is sent');
  await until(async () => (await shownText()).includes('At the beginning'), 'the text is shown', 4_000);
  const at = await page.view.evaluate(() => handrailTest.mirror.locate(5, 5) !== null);
  await page.customer.evaluate(() => {
    const form = document.getElementById('form') as Element;
    Element.prototype.setAttribute.call(form, 'data-handrail-mask', '');
  });
  await until(async () => !(await shownText()).includes('At the beginning'), 'the form is masked', 4_000);
  await page.customer.evaluate(() => document.getElementById('around')?.replaceChildren('Gone'));
  await until(async () => (await shownText()).includes('Gone'), 'the form is gone', 4_000);
  await page.keyframe();

  assert.equal(at, true);
  assert.deepEqual(page.faults, []);
});

/** The mirror's text, by the browser's own functions. */
const shownText = (): Promise<string> =>
  page.view.evaluate(() => {
    const inner = document.querySelector('iframe')?.contentDocument;
    return String(
      Reflect.get(Node.prototype, 'textContent', Reflect.get(Document.prototype, 'documentElement', inner)),
    );
  });
