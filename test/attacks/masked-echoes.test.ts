import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type MirroredPage, openMirroredPage } from '../support/mirrored-page.ts';

let browser: Browser;
let page: MirroredPage;
before(async () => {
  browser = await launchBrowser();
});
afterEach(() => page.close());
after(() => browser.close());

const open = async (html: string, showInputSelectors: readonly string[] = []): Promise<void> => {
  page = await openMirroredPage({
    browser,
    files: { '/': `<!doctype html><html><body>${html}</body></html>` },
    showInputSelectors,
  });
};

/** Waits until everything up to now has been sent: a last change outside is sent after it. */
const sent = async (): Promise<void> => {
  const mark = `mark ${page.bodies.length}`;
  // Fields and rules that scripts set are looked at ten times a second.
  await page.customer.evaluate(
    (text) =>
      new Promise<void>((resolve) => {
        setTimeout(() => {
          document.body.append(Object.assign(document.createElement('mark'), { textContent: text }));
          resolve();
        }, 150);
      }),
    mark,
  );
  await page.mirror.locator('mark', { hasText: mark }).last().waitFor({ state: 'attached' });
};

const told = (): string => page.bodies.map((body) => Buffer.from(body).toString('utf8')).join('\n');
const secrets = (): readonly string[] => told().match(/SECRET-[\w-]+/g) ?? [];

test('an element that becomes an editor only when it is clicked shows dots for what is typed then', async () => {
  await open('<div id="cell">Cell</div><div id="frame"></div>');

  await page.customer.evaluate(() => {
    const cell = document.getElementById('cell') as HTMLElement;
    cell.contentEditable = 'true';
    cell.focus();
  });
  await sent();
  await page.customer.keyboard.type('SECRET-typed-1');
  await sent();
  await page.keyframe();

  assert.deepEqual(secrets(), []);
});

test('an attribute that repeats a field for the sake of its looks shows what the field shows', async () => {
  const grown = '.grow::after{content:attr(data-replicated) " "}';
  await open(
    `<style>${grown}</style><div class="grow"><textarea></textarea></div>
     <div class="grow" id="plain" data-replicated="shown-as-it-is"></div>
     <input role="spinbutton" type="number" id="pin"><input type="range" id="range" aria-valuenow="17" aria-valuetext="range-text">`,
  );

  await page.customer.evaluate(() => {
    const area = document.querySelector('textarea') as HTMLTextAreaElement;
    for (const text of ['SECRET', 'SECRET-typed', 'SECRET-typed-2']) {
      area.value = text;
      (area.parentElement as HTMLElement).dataset.replicated = text;
    }
    const pin = document.getElementById('pin') as HTMLInputElement;
    pin.value = '73911';
    pin.setAttribute('aria-valuenow', '73911');
    pin.setAttribute('aria-valuetext', 'SECRET-73911');
  });
  await sent();
  await page.keyframe();

  assert.doesNotMatch(told(), /SECRET|73911/);
  assert.match(told(), /shown-as-it-is/);
  assert.match(told(), /range-text/);
});

test("a card's month, chosen from a list, is hidden like its number", async () => {
  const months = ['01', '02', '03'].map((month) => `<option>${month}</option>`).join('');
  await open(`<select id="month" autocomplete="billing cc-exp-month">${months}</select>`);
  const before = page.bodies.length;

  await page.customer.selectOption('#month', '03');
  await sent();

  assert.equal(await page.mirror.locator('option').count(), 0);
  assert.ok(page.bodies.length > before);
});

test('a card number in the middle of a text that may be shown is hidden', async () => {
  await open('<textarea id="note"></textarea>', ['#note']);

  await page.customer.fill('#note', 'Call me: +49 171 1234567. Card 4111 1111 1111 1111, thanks');
  await sent();

  assert.doesNotMatch(told(), /4111/);
  assert.match(told(), /Call me: \+49 171 1234567\. Card •+, thanks/);
});

test('no spelling of an address in rules or attributes keeps its query', async () => {
  await open(
    `<style>a{background:image-set("/a.png?token=SECRET-1" 1x, url('/b.png?token=SECRET-2') 2x)}
     b{background:-webkit-image-set('/c.png?token=SECRET-3' 1x)} i{background:url(/d.png?token=SECRET-4)}
     u{background:url("/e.png?a=\\"b&token=SECRET-5")} s{background:u\\72l(/f.png?token=SECRET-6)}</style>
     <svg><rect fill="url(/page?token=SECRET-7#g)" clip-path='url("/page?token=SECRET-8#g")'/></svg>
     <iframe name="SECRET-9"></iframe>`,
  );

  assert.deepEqual(secrets(), []);
  assert.match(told(), /\/a\.png/);
});

test('what a page puts into a masked slot later is hidden, in closed shadow roots too', async () => {
  await open('<div id="open"></div><div id="closed"></div>');
  await page.customer.evaluate(() => {
    for (const mode of ['open', 'closed'] as const) {
      const host = document.getElementById(mode) as Element;
      host.attachShadow({ mode }).innerHTML =
        '<div data-handrail-mask><slot></slot></div><p><slot name="shown"></slot></p>';
    }
  });
  await sent();

  await page.customer.evaluate(() => {
    for (const host of document.querySelectorAll('#open, #closed')) {
      const { id } = host;
      host.insertAdjacentHTML(
        'beforeend',
        `<i title="SECRET-1-${id}">SECRET-2-${id}</i><b slot="shown">Shown</b>`,
      );
      host.append(`SECRET-3-${id}`);
    }
  });
  await sent();
  // What was in an open slot goes into a masked one, and changes there.
  await page.customer.evaluate(() => {
    for (const shown of document.querySelectorAll('b')) shown.removeAttribute('slot');
  });
  await sent();
  await page.customer.evaluate(() => {
    for (const shown of document.querySelectorAll('b'))
      shown.textContent = `SECRET-4-${shown.parentElement?.id}`;
  });
  await sent();
  await page.keyframe();

  assert.deepEqual(secrets(), []);
});

test("the visitor's pointer says nothing of where it is inside a masked place", async () => {
  await open(
    `<style>body{margin:0}</style><div id="pad" data-handrail-mask style="width:300px;height:300px"><button>1</button></div>
     <p id="shown" style="margin:0;height:100px">Shown</p>`,
  );

  const inside = await page.customer.evaluate(() => handrailTest.anchorAt(20, 20));
  const outside = await page.customer.evaluate(() => handrailTest.anchorAt(20, 350));

  assert.equal(inside, null);
  assert.equal(outside?.dy, 50);
});
