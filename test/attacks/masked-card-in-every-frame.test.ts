import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { type AgentInNode, joinAsAgent, type OpenedBody } from '../support/agent-in-node.ts';
import { openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const card = '4929123456789018';
const shown = 'Planted-text-that-may-be-shown-9182';

/** Every run of five digits of the card number: a frame that carries a part of it is a leak, too. */
const parts = Array.from({ length: card.length - 4 }, (_, at) => card.slice(at, at + 5));

const has = (bodies: readonly OpenedBody[], text: string): boolean =>
  bodies.some(({ body }) => body.includes(text, 0, 'utf8') || body.includes(text, 0, 'utf16le'));

describe('a card number that the visitor types', () => {
  let demo: Demo;
  let browser: Browser;
  let agent: AgentInNode;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  });
  after(async () => {
    agent?.close();
    await browser?.close();
    await demo?.stop();
  });

  it('is in no frame, opened with the test’s own keys, while all else is', async () => {
    const agentSide = await browser.newContext();
    // The live view itself stays closed: its one-time code is for the test.
    await agentSide.route(/\/live\/ses_/, (route) => route.fulfill({ body: '' }));
    const ada = await openCase(agentSide, demo, 'zendesk');
    await ada.signIn();
    const { link } = await ada.startSession();
    const { page } = await joinByLink(await browser.newContext(), demo, link);
    await page.goto(`${demo.shop}/checkout`);
    const live = await ada.openLiveView();
    agent = await joinAsAgent(demo.handrail, live.url());
    await agent.until((bodies) => has(bodies, 'Checkout'));

    const field = page.locator('input[autocomplete="cc-number"]').first();
    await field.pressSequentially(card);
    // What a careless page does with it: an attribute, a message, the title, a copy of the field.
    await page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('input[autocomplete="cc-number"]');
      input?.setAttribute('value', input.value);
      const copy = input?.cloneNode(true);
      if (copy) document.body.append(copy);
      const message = document.createElement('p');
      message.textContent = `Your card ${input?.value} was refused`;
      message.title = `${input?.value}`;
      document.body.append(message);
      document.title = `Card ${input?.value}`;
    });
    await page.evaluate((text) => {
      const last = document.createElement('p');
      last.textContent = text;
      document.body.append(last);
    }, shown);
    await agent.until((bodies) => has(bodies, shown));
    // And once more as a whole page.
    const before = agent.bodies.length;
    agent.room.requestKeyframe();
    await agent.until((bodies) => has(bodies.slice(before), shown));

    assert.equal(await field.inputValue(), card);
    assert.deepEqual(
      parts.filter((part) => has(agent.bodies, part)),
      [],
    );
  });
});
