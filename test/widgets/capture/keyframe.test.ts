import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { type MirroredPage, openMirroredPage } from '../../support/mirrored-page.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const html = `<!doctype html><title>Shop</title><style>h1{color:rgb(1,2,3)}</style>
<h1>Kettles</h1><input value="typed"><p id=p>Hello</p><script>1</script>`;

test('a keyframe shows the page to the agent', async () => {
  const page: MirroredPage = await openMirroredPage({ browser, files: { '/': html } });

  assert.equal(await page.mirror.locator('h1').textContent(), 'Kettles');
  assert.equal(
    await page.mirror.locator('h1').evaluate((each) => getComputedStyle(each).color),
    'rgb(1, 2, 3)',
  );
  assert.equal(await page.mirror.locator('input').inputValue(), '•••••');

  await page.close();
});
