import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { type CustomerPerson, joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import { type RefusingProxy, startRefusingProxy } from '../support/refusing-proxy.ts';
import { until } from '../support/until.ts';

const within = { timeout: 20_000 };

describe('behind a proxy that refuses WebSockets, on both sides', () => {
  let demo: Demo;
  let proxy: RefusingProxy;
  let browser: Browser;
  let customerSide: BrowserContext;
  let ada: AgentPerson;
  let customer: CustomerPerson;
  let live: Page;
  let mirror: FrameLocator;

  before(async () => {
    [demo, proxy, browser] = await Promise.all([startDemo(), startRefusingProxy(), launchBrowser()]);
    const behind = { proxy: { server: proxy.address } };
    customerSide = await browser.newContext(behind);
    ada = await openCase(await browser.newContext(behind), demo, 'zendesk');
    await ada.signIn();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    await proxy?.stop();
  });

  // A browser has tunnels of its own to ask for.
  const refusals = () => proxy.refused.filter((host) => host === new URL(demo.handrail).host).length;
  const heading = (name: RegExp) => mirror.getByRole('heading', { name }).first();

  it('shows the customer’s page in the live view', async () => {
    const { link } = await ada.startSession();
    live = await ada.openLiveView();
    mirror = live.frameLocator(`iframe[title="Customer's page"]`);
    customer = await joinByLink(customerSide, demo, link);
    await customer.page.goto(`${demo.shop}/checkout`);

    await heading(/checkout/i).waitFor(within);
    assert.ok(refusals() >= 4, `refused: ${proxy.refused.join()}`);
  });

  it('lets the agent act when the customer allows it', async () => {
    await live.getByRole('button', { name: 'Request control' }).click();
    await customer.banner.waitFor('button', 'Allow control');
    await customer.banner.press('Allow control', () =>
      customer.banner.isThere('button', 'Take back control'),
    );
    await live.getByRole('button', { name: 'Release control' }).waitFor(within);

    const box = await mirror.locator('input[name="name"]').boundingBox();
    assert.ok(box);
    await live.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await live.keyboard.type('Grace');

    await customer.page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('input[name="name"]')?.value === 'Grace',
      undefined,
      within,
    );
  });

  it('goes on after a reload on either side, without trying WebSockets again', async () => {
    const refused = refusals();

    await customer.page.reload();
    await customer.banner.waitFor('button', 'Stop sharing');
    await live.reload();
    await heading(/checkout/i).waitFor(within);

    assert.equal(refusals(), refused, proxy.realtime.join());
  });

  it('ends for both when the customer stops', async () => {
    await customer.banner.press(
      'Stop sharing',
      async () => !(await customer.banner.isThere('button', 'Stop sharing')),
    );

    await live.getByText(/ended/i).first().waitFor(within);
  });

  it('has said no secret in an address', async () => {
    await until(async () => proxy.realtime.some((asked) => asked.endsWith('/batches')), 'batches');

    const odd = proxy.realtime.filter(
      (asked) => !/^(POST|OPTIONS) \/realtime\/ses_[\w-]{22}(\/batches)?$/.test(asked),
    );
    assert.deepEqual(odd, []);
  });
});
