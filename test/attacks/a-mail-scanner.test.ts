import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

describe('a mail scanner that runs scripts', () => {
  let demo: Demo;
  let browser: Browser;
  let ada: AgentPerson;
  let usedLink = '';

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    ada = await openCase(await browser.newContext(), demo, 'zendesk');
    await ada.signIn();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('opens the link, presses everything by script, and uses nothing up', async () => {
    const { link } = await ada.startSession();
    usedLink = link;
    const scanner = await (await browser.newContext()).newPage();
    await scanner.goto(link);
    await scanner.getByRole('button', { name: 'Allow viewing' }).waitFor();

    // Long enough for any dead time to be over, and through every shadow root that a script can reach.
    await scanner.evaluate(async () => {
      const buttons = (root: ParentNode): HTMLElement[] =>
        [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
          ...(element.matches('button, a, [role=button]') ? [element] : []),
          ...(element.shadowRoot ? buttons(element.shadowRoot) : []),
        ]);
      const end = performance.now() + 1500;
      while (performance.now() < end) {
        for (const button of buttons(document)) {
          button.click();
          button.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
        }
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });

    assert.ok(scanner.url().startsWith(`${demo.handrail}/join/`), 'the scanner was let in nowhere');
    const customer = await joinByLink(await browser.newContext(), demo, link);
    assert.ok(await customer.banner.isThere('button', 'Stop sharing'));
  });

  it('leaves a second person with a page that says that the link was used', async () => {
    const second = await (await browser.newContext()).newPage();
    await second.goto(usedLink);

    await second
      .getByText(/has been used/i)
      .first()
      .waitFor();
    assert.equal(await second.getByRole('button', { name: 'Allow viewing' }).count(), 0);
  });
});
