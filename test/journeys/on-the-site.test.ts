import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { inClosedRoot } from '../support/closed-root.ts';
import { type CustomerPerson, joinByLink } from '../support/customer-person.ts';
import { type RestartableDemo, startRestartableDemo } from '../support/restartable-demo.ts';
import { until } from '../support/until.ts';

const within = { timeout: 20_000 };

describe('on the tenant’s site', () => {
  let demo: RestartableDemo;
  let browser: Browser;
  let customerSide: BrowserContext;
  let ada: AgentPerson;
  let live: Page;
  let mirror: FrameLocator;
  let customer: CustomerPerson;

  before(async () => {
    const landing = (shop: string) => ({
      sites: [{ name: 'Acme Outdoor', origin: shop, url: `${shop}/account#/details` }],
    });
    [demo, browser] = await Promise.all([startRestartableDemo(landing), launchBrowser()]);
    customerSide = await browser.newContext();
    ada = await openCase(await browser.newContext(), demo, 'zendesk');
    await ada.signIn();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const inMirror = (name: string) => mirror.getByRole('heading', { name, exact: true });
  const pressInMirror = async (what: Locator) => {
    const box = await what.boundingBox();
    assert.ok(box);
    await live.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  };

  it('keeps the part of the address that the site’s own script reads', async () => {
    const { link } = await ada.startSession();
    live = await ada.openLiveView();
    mirror = live.frameLocator(`iframe[title="Customer's page"]`);
    await live.getByRole('status').filter({ hasText: 'Waiting for the customer to join.' }).waitFor(within);

    customer = await joinByLink(customerSide, demo, link);

    assert.equal(customer.page.url(), `${demo.shop}/account#/details`);
    await inMirror('Details').waitFor(within);
  });

  it('follows from one part of a page to the next', async () => {
    await customer.page.getByRole('link', { name: 'Cards' }).click();
    await inMirror('Cards').waitFor(within);
    assert.equal(await mirror.getByText('4000 0566').count(), 0, 'the saved card is masked');

    await customer.page.goBack();
    await inMirror('Details').waitFor(within);
  });

  it('shows a dialog, and what a widget has in its shadow root', async () => {
    await customer.page.goto(`${demo.shop}/`);
    await customer.page
      .getByRole('link', { name: /Larch 2/ })
      .first()
      .click();
    await mirror.getByText('88 Long Acre').waitFor(within);

    await customer.page.getByRole('button', { name: /^Cart/ }).click();

    await inMirror('Your cart').waitFor(within);
    await customer.page.getByRole('button', { name: 'Close the cart' }).click();
    await inMirror('Your cart').waitFor({ state: 'hidden', ...within });
  });

  it('follows the agent, who scrolls and follows a link', async () => {
    await live.getByRole('button', { name: 'Request control' }).click();
    await customer.banner.waitFor('button', 'Allow control');
    await customer.banner.press('Allow control', () =>
      customer.banner.isThere('button', 'Take back control'),
    );
    await live.getByRole('button', { name: 'Release control' }).waitFor(within);

    await pressInMirror(mirror.getByRole('link', { name: 'Packing list' }));
    await customer.page.waitForURL(`${demo.shop}/packing`);
    await inMirror('Shelter').waitFor(within);
    await live.getByRole('button', { name: 'Release control' }).waitFor(within);
    await live.mouse.wheel(0, 300);

    await until(() => customer.page.evaluate(() => window.scrollY > 100), 'the page to scroll');
    await until(
      () =>
        mirror
          .locator('html')
          .evaluate(({ ownerDocument: { defaultView } }) => (defaultView?.scrollY ?? 0) > 100),
      'the mirror to scroll',
    );
  });

  it('goes on in a second tab of the customer, which takes it over', async () => {
    const second = await customerSide.newPage();
    await second.goto(`${demo.shop}/checkout`);
    const banner = await inClosedRoot(second);
    await banner.waitFor('button', 'Stop sharing');

    await inMirror('Checkout').waitFor(within);
    await customer.banner.waitForNo('button', 'Stop sharing');
    customer = { page: second, banner };
  });

  it('is over for both when the agent ends it', async () => {
    await live.getByRole('button', { name: 'End session' }).click();

    await live.getByText('You ended the session.').waitFor(within);
    await customer.banner.waitFor('StaticText', 'The session is over. Ada Agent can’t see anything now.');
    await customer.page.reload();
    await customer.page.getByRole('heading', { name: 'Checkout' }).waitFor(within);
    assert.ok(!(await customer.banner.isThere('button', 'Stop sharing')));
  });
});
