import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Running } from '../../demo/serving/running.ts';
import { startShop } from '../../demo/shop/start-shop.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';

describe('the demo shop', () => {
  let browser: Browser;
  let shop: Running;
  let page: Page;

  before(async () => {
    shop = await startShop({ port: 0, handrailOrigin: 'http://handrail.localhost:9' });
    browser = await launchBrowser();
    page = await browser.newPage();
  });
  after(async () => {
    await browser?.close();
    await shop?.stop();
  });

  it('has the snippet as its first script, on one line', async () => {
    const text = await (await fetch(`http://127.0.0.1:${shop.port}/`)).text();
    const line = text.split('\n').find((one) => one.includes('<script'));

    assert.equal(line, '<script src="http://handrail.localhost:9/snippet.js"></script>');
  });

  it('finds products without script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(shop.origin);
    await plain.getByRole('searchbox', { name: 'Search products' }).fill('tent');
    await plain.getByRole('button', { name: 'Search' }).click();

    await plain.getByRole('heading', { name: 'Results for “tent”' }).waitFor();
    await context.close();
  });

  it('finds products while one types', async () => {
    await page.goto(shop.origin);
    await page.getByRole('searchbox', { name: 'Search products' }).fill('bottle');
    await page.getByRole('heading', { name: 'Results for “bottle”' }).waitFor();

    assert.equal(await page.locator('.card').count(), 1);
  });

  it('keeps the cart over pages, and shows it in a dialog', async () => {
    await page.goto(`${shop.origin}/products/fern-jacket`);
    await page.getByRole('button', { name: 'Add to cart: Fern rain jacket' }).click();
    await page.getByRole('dialog', { name: 'Your cart' }).getByText('1 × Fern rain jacket').waitFor();
    await page.getByRole('link', { name: 'To the checkout' }).click();

    await page.getByRole('complementary').getByText('1 × Fern rain jacket').waitFor();
  });

  it('refuses an order without a country, and takes it with one', async () => {
    const typed = {
      name: 'Robin Fields',
      email: 'robin@mail.example',
      street: '1 Hill',
      postcode: 'N1',
      city: 'London',
    };
    for (const [name, text] of Object.entries(typed)) await page.locator(`[name="${name}"]`).fill(text);
    await page.getByLabel('Card number').fill('4000 0566 5566 5556');
    await page.getByRole('button', { name: 'Place order' }).click();
    const alert = await page.getByRole('alert').innerText();
    const card = await page.getByLabel('Card number').inputValue();

    await page.getByText('Delivery options').click();
    await page.getByLabel('Country').selectOption('Ireland');
    await page.getByLabel('Card number').fill('4000 0566 5566 5556');
    await page.getByRole('button', { name: 'Place order' }).click();

    assert.match(alert, /Your address is incomplete/);
    assert.equal(card, '', 'the card number is never sent back');
    await page.getByRole('heading', { name: 'Thank you, Robin Fields' }).waitFor();
  });

  it('has a part that lives behind the hash', async () => {
    await page.goto(`${shop.origin}/account#/orders`);
    await page.getByRole('table', { name: 'Orders' }).waitFor();
    await page.getByRole('link', { name: 'Details' }).click();
    await page.getByLabel('Phone').waitFor();

    assert.ok(page.url().endsWith('#/details'));
  });

  it('has a widget in a shadow root with a sheet of its own', async () => {
    await page.goto(`${shop.origin}/products/larch-2`);
    await page.getByLabel('Town').fill('kes');
    const widget = await page.locator('store-finder').evaluate((element) => ({
      sheets: element.shadowRoot?.adoptedStyleSheets.length,
      stores: element.shadowRoot?.querySelectorAll('li').length,
    }));

    assert.deepEqual(widget, { sheets: 1, stores: 1 });
  });

  for (const colorScheme of ['light', 'dark'] as const)
    for (const path of [
      '/',
      '/products/lark-lamp',
      '/checkout',
      '/account#/details',
      '/packing',
      '/nothing-here',
    ])
      it(`has nothing for axe to find on ${path}, ${colorScheme}`, async () => {
        await page.emulateMedia({ colorScheme });
        await page.goto(shop.origin + path);

        assert.deepEqual(await axeFindings(page), []);
      });
});
