import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { type MirroredPage, openMirroredPage } from '../../support/mirrored-page.ts';

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"><rect width="80" height="60" fill="gold"/><circle cx="40" cy="30" r="20" fill="teal"/></svg>`;

/** With all that is not in the tree: scrolled, fixed and sticky, shadow roots, a frame, what rules put in, forms, pictures, a masked box. */
const shop = `<!doctype html><html><head><style>
:root { --main: #0b656f } body { margin: 0; font: 16px sans-serif; background: #f4f1ea }
header { position: fixed; top: 0; left: 0; right: 0; background: var(--main); color: #fff; padding: 12px; display: flex; justify-content: space-between }
main { padding: 70px 20px 340px; display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px }
.card { background: #fff; border-radius: 12px; padding: 16px; box-shadow: 0 2px 8px #0003 }
.card::before { content: "★ new"; color: #c00; font-weight: 700; display: block }
.drawn { height: 80px; background: url(/a.svg) center/cover } .scroll { height: 90px; overflow: hidden auto; border: 1px solid #999 }
td { border: 1px solid #333; padding: 4px } footer { position: sticky; bottom: 0; background: #222; color: #fff; padding: 8px }
</style></head><body><header><b>Corner Shop</b><a href="#">Cart (2)</a></header>
<main>${`<div class="card"><div class="drawn"></div><h2>Bread &amp; more</h2><p>Long enough to wrap over lines, <em>really</em>.</p></div>`.repeat(3)}
<form><input id="search" value="hello"><input type="checkbox" checked><select><option>a</option><option selected>b</option></select></form>
<div class="scroll"><p>one</p><p>two</p><p>three</p><p>four</p></div><div class="secret">4111 1111</div>
<table><tr><td>1</td><td>2</td></tr></table><img src="/a.svg" width="80" height="60">
<iframe srcdoc="<body style='background:pink'><h3>Inner</h3>" width="200" height="90"></iframe><div id="host"></div></main><footer>Footer</footer>
<script>host.attachShadow({ mode: 'open' }).innerHTML = '<style>p { color: purple; border: 2px dashed }</style><p>shadow <slot></slot></p>'; host.append('slotted');</script>`;

describe('a picture of the mirror', { timeout: 120_000 }, () => {
  let browser: Browser;
  let page: MirroredPage;
  before(async () => {
    browser = await launchBrowser();
    const files = { '/': shop, '/a.svg': drawing };
    page = await openMirroredPage({
      browser,
      files,
      maskSelectors: ['.secret'],
      showInputSelectors: ['#search'],
    });
    await page.view.setViewportSize({ width: 1050, height: 760 });
    await page.customer.evaluate(() => {
      scrollTo(0, 120);
      const inner = document.querySelector('.scroll');
      if (inner) inner.scrollTop = 40;
    });
    await page.mirror.locator('img[src^="blob:"]').waitFor();
    // The mirror's own document runs nothing, so it is looked at from outside.
    await page.view.waitForFunction(
      () => document.querySelector('iframe')?.contentDocument?.documentElement.scrollTop === 120,
    );
  });
  after(async () => {
    await page?.close();
    await browser?.close();
  });

  const drawn = () =>
    page.view.evaluate(async () => {
      const svg = await handrailTest.mirror.picture();
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return { svg, png: canvas.toDataURL('image/png'), width: canvas.width, height: canvas.height };
    });

  it('looks as the mirror does, pixel for pixel but for a few, and asks nobody for anything', async () => {
    const asked: string[] = [];
    page.view.on('request', (request) => {
      if (!request.url().startsWith('data:')) asked.push(request.url());
    });

    const { png, width, height } = await drawn();

    const frame = await page.view.locator('iframe').boundingBox();
    const seen = await page.view.screenshot({
      clip: { x: (frame?.x ?? 0) + 2, y: (frame?.y ?? 0) + 2, width: 1000, height: 700 },
    });
    const apart = await page.customer.context().newPage();
    const differing = await apart.evaluate(
      async ([left, right]) => {
        const pixels = async (address: string) => {
          const image = new Image();
          image.src = address;
          await image.decode();
          const context = new OffscreenCanvas(1000, 700).getContext('2d');
          context?.drawImage(image, 0, 0);
          return context?.getImageData(0, 0, 1000, 700).data ?? [];
        };
        const [one, other] = [await pixels(left), await pixels(right)];
        let count = 0;
        for (let at = 0; at < one.length; at += 4) {
          const apart = [0, 1, 2].some(
            (color) => Math.abs((one[at + color] ?? 0) - (other[at + color] ?? 0)) > 40,
          );
          if (apart) count += 1;
        }
        return count / (one.length / 4);
      },
      [png, `data:image/png;base64,${seen.toString('base64')}`] as const,
    );
    await apart.close();
    assert.deepEqual([width, height], [1000, 700]);
    assert.ok(differing < 0.01, `${(100 * differing).toFixed(2)} % of the pixels differ`);
    assert.deepEqual(asked, []);
  });

  it('holds nothing that the mirror does not: what is masked is a box, and no address leads out', async () => {
    const { svg } = await drawn();

    assert.match(svg, /repeating-linear-gradient/);
    assert.doesNotMatch(svg, /4111/);
    assert.doesNotMatch(svg, /(?:blob|https?):(?!\/\/www\.w3\.org\/)/);
    for (const text of ['slotted', 'Inner', '★ new', 'hello']) assert.ok(svg.includes(text), text);
  });

  it('leaves the live view as it was', async () => {
    await drawn();

    assert.equal(await page.view.locator('iframe').count(), 1);
    assert.deepEqual(page.faults, []);
  });
});
