import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
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

const open = async (html: string, files: Readonly<Record<string, string>> = {}): Promise<void> => {
  page = await openMirroredPage({ browser, files: { '/': html, ...files }, showInputSelectors: ['.shown'] });
};
const color = (selector: string): Promise<string> =>
  page.mirror.locator(selector).evaluate((each) => getComputedStyle(each).color);

test('linked sheets, their imports and images are fetched by the view, not by the mirror', async () => {
  await open(
    '<!doctype html><link rel="stylesheet" href="/a/main.css?v=2&session=secret"><p id="p">P</p><img src="/i.svg" alt="i">',
    {
      '/a/main.css': '@import "more.css" screen; #p{color:rgb(1,2,3);background-image:url("../i.svg")}',
      '/a/more.css': '#p{font-size:31px}',
      '/i.svg':
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="red"/></svg>',
    },
  );

  await page.mirror.locator('img[src^="blob:"]').waitFor();
  await page.view.waitForFunction(() => {
    const paragraph = document.querySelector('iframe')?.contentDocument?.querySelector('p');
    const style = paragraph && getComputedStyle(paragraph);
    return style?.fontSize === '31px' && style.backgroundImage.includes('blob:');
  });

  assert.equal(await color('#p'), 'rgb(1, 2, 3)');
  assert.equal(await page.mirror.locator('img').evaluate((each) => each.getBoundingClientRect().width), 40);
  assert.deepEqual(
    [
      ...new Set(
        await page.view.evaluate(() =>
          handrailTest.asked.map((url) => new URL(url).pathname + new URL(url).search),
        ),
      ),
    ].sort(),
    ['/a/main.css', '/a/more.css', '/i.svg'],
  );
});

test('rules made by script are shown: inserted, replaced, adopted, in shadow roots', async () => {
  await open('<!doctype html><style id="s"></style><p id="p">P</p><x-card></x-card>');

  await page.customer.evaluate(() => {
    const style = document.querySelector('style') as HTMLStyleElement;
    style.sheet?.insertRule('#p{color:rgb(1,1,1)}');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('b{color:rgb(2,2,2)}');
    const root = (document.querySelector('x-card') as Element).attachShadow({ mode: 'open' });
    root.innerHTML = '<b id="in">In</b>';
    root.adoptedStyleSheets = [sheet];
  });
  await page.view.waitForFunction(() => {
    const inner = document.querySelector('iframe')?.contentDocument;
    const bold = inner?.querySelector('x-card')?.shadowRoot?.querySelector('b');
    return (
      bold &&
      getComputedStyle(bold).color === 'rgb(2, 2, 2)' &&
      getComputedStyle(inner?.querySelector('#p') as Element).color === 'rgb(1, 1, 1)'
    );
  });
  await page.customer.evaluate(() => {
    (document.querySelector('style') as HTMLStyleElement).sheet?.insertRule('#p{color:rgb(3,3,3)}', 1);
    document.querySelector('x-card')?.shadowRoot?.adoptedStyleSheets[0]?.replaceSync('b{color:rgb(4,4,4)}');
  });

  await page.view.waitForFunction(() => {
    const inner = document.querySelector('iframe')?.contentDocument;
    const bold = inner?.querySelector('x-card')?.shadowRoot?.querySelector('b');
    return (
      bold &&
      getComputedStyle(bold).color === 'rgb(4, 4, 4)' &&
      getComputedStyle(inner?.querySelector('#p') as Element).color === 'rgb(3, 3, 3)'
    );
  });
});

test('frames of the same origin are shown, with what loads in them later', async () => {
  await open('<!doctype html><iframe src="/inner"></iframe>', {
    '/inner': '<!doctype html><style>b{color:rgb(5,6,7)}</style><b>Inner</b>',
    '/next': '<!doctype html><i>Next</i><p style="height:3000px">',
  });

  const inner = page.mirror.frameLocator('iframe');
  assert.equal(await inner.locator('b').evaluate((each) => getComputedStyle(each).color), 'rgb(5, 6, 7)');
  await page.customer.evaluate(() => {
    document.querySelector('iframe')?.contentDocument?.querySelector('b')?.append(' more');
  });
  await inner.locator('b', { hasText: 'Inner more' }).waitFor();
  await page.customer.evaluate(() => {
    (document.querySelector('iframe') as HTMLIFrameElement).src = '/next';
  });

  await inner.locator('i', { hasText: 'Next' }).waitFor();
  await page.customer.evaluate(() => document.querySelector('iframe')?.contentWindow?.scrollTo(0, 333));
  await page.view.waitForFunction(() => {
    const frame = document.querySelector('iframe')?.contentDocument?.querySelector('iframe');
    return frame?.contentWindow?.scrollY === 333;
  });
  await page.keyframe();
  assert.equal(await inner.locator('i').evaluate(() => window.scrollY), 333);
  assert.deepEqual(page.faults, []);
});

test('fields show dots, or what the tenant allows, and always the newest state', async () => {
  await open(`<!doctype html><input id="name"><input id="city" class="shown"><input id="card" class="shown"><input id="count" type="number">
    <input type="checkbox" id="box"><select id="size"><option>S<option>M<option>L</select><textarea id="note">ab\ncd</textarea>`);

  assert.equal(await page.mirror.locator('#note').inputValue(), '••\n••');
  await page.customer.locator('#name').fill('Ann Example');
  await page.customer.locator('#city').fill('Zürich');
  await page.customer.locator('#card').fill('4111 1111 1111 1111');
  await page.customer.locator('#count').fill('42');
  await page.customer.evaluate(() => {
    (document.getElementById('box') as HTMLInputElement).checked = true;
    (document.getElementById('size') as HTMLSelectElement).selectedIndex = 2;
  });

  await page.view.waitForFunction(() => {
    const inner = document.querySelector('iframe')?.contentDocument;
    const value = (id: string): string | undefined =>
      (inner?.getElementById(id) as HTMLInputElement | null)?.value;
    return (
      value('name') === '•'.repeat(11) &&
      value('city') === 'Zürich' &&
      value('card') === '•'.repeat(8) &&
      value('count') === '••' &&
      value('size') === 'L' &&
      (inner?.getElementById('box') as HTMLInputElement | null)?.checked === true
    );
  });
});

test('scrolling, a modal dialog, a popover and quirks mode are as on the page', async () => {
  await open(
    `<html><div id="list" style="height:100px;overflow:auto"><div style="height:900px">x</div></div><dialog id="d">Sure?</dialog><div id="pop" popover>Pop</div><div style="height:3000px"></div>`,
  );

  await page.customer.evaluate(() => {
    (document.getElementById('list') as Element).scrollTop = 250;
    window.scrollTo(0, 400);
    (document.getElementById('d') as HTMLDialogElement).showModal();
    (document.getElementById('pop') as HTMLElement).showPopover();
  });
  await page.view.waitForFunction(() => {
    const inner = document.querySelector('iframe')?.contentDocument;
    return (
      inner?.getElementById('list')?.scrollTop === 250 &&
      inner.defaultView?.scrollY === 400 &&
      inner.getElementById('d')?.matches(':modal') &&
      inner.getElementById('pop')?.matches(':popover-open')
    );
  });
  assert.equal(
    await page.view.evaluate(() => document.querySelector('iframe')?.contentDocument?.compatMode),
    'BackCompat',
  );
  await page.keyframe();
  await page.customer.evaluate(() => (document.getElementById('d') as HTMLDialogElement).close());

  await page.view.waitForFunction(() => {
    const inner = document.querySelector('iframe')?.contentDocument;
    return (
      inner?.getElementById('list')?.scrollTop === 250 &&
      inner.defaultView?.scrollY === 400 &&
      !(inner.getElementById('d') as HTMLDialogElement).open
    );
  });
});

test('a mask that goes shows what it hid, and one that comes hides it', async () => {
  await open('<!doctype html><div id="box" class="handrail-mask"><b>Balance</b></div>');

  assert.equal(await page.mirror.locator('#box').count(), 0);
  await page.customer.evaluate(() => document.getElementById('box')?.classList.remove('handrail-mask'));
  await page.mirror.locator('b', { hasText: 'Balance' }).waitFor();
  await page.customer.evaluate(() => document.getElementById('box')?.classList.add('handrail-mask'));

  await page.mirror.locator('b').waitFor({ state: 'detached' });
});

test('our own elements are not part of the picture', async () => {
  await open('<!doctype html><p>Page</p>');

  await page.customer.evaluate(() => {
    const own = document.createElement('handrail-banner');
    handrailTest.own.add(own);
    own.textContent = 'Banner';
    document.body.append(own, 'after');
  });
  await page.mirror.locator('body', { hasText: 'after' }).waitFor();

  assert.equal(await page.mirror.locator('handrail-banner').count(), 0);
});

test("names that shadow the browser's own properties confuse neither side", async () => {
  await open(
    `<!doctype html><form id="f"><input name="parentNode"><input name="firstChild"><input name="nodeType"><input name="attributes"><input name="localName"></form><img name="createElement"><img name="querySelectorAll">`,
  );

  await page.customer.evaluate(() =>
    document.getElementById('f')?.insertAdjacentHTML('beforeend', '<input name="childNodes"><b>end</b>'),
  );
  const [original, mirror] = await treesOnceEqual(page);

  assert.equal(mirror, original);
});
