import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { bundleSnippet } from '../../../server/pages/bundle-snippet.ts';
import { launchBrowser } from '../../support/browser.ts';
import { until } from '../../support/until.ts';
import { shopPage } from './shop-page.ts';
import { openSnippetStage, type SnippetStage } from './snippet-stage.ts';

const policy =
  "default-src 'none'; script-src http://HANDRAIL; connect-src http://HANDRAIL ws://HANDRAIL; " +
  "style-src 'self'; require-trusted-types-for 'script'; trusted-types handrail";

describe('the snippet where no WebSocket comes through', () => {
  let browser: Browser;
  let stage: SnippetStage;
  let page: Page;
  before(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await page.context().close();
    await stage.stop();
  });
  after(() => browser.close());

  const come = async () => {
    stage = await openSnippetStage({ page: shopPage(), policy, refusesUpgrades: true });
    page = await (await browser.newContext()).newPage();
    const address = await stage.leave();
    await page.goto(`${stage.handrail}/send`);
    return () =>
      page.evaluate((to) => {
        location.href = to;
      }, address);
  };
  const cameTo = (what: string) => stage.requests.includes(what);

  test('fetches the part that speaks HTTP, under a strict content policy and Trusted Types', async () => {
    const go = await come();
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await go();

    await until(async () => cameTo(`POST /realtime/${stage.handover.sessionId}`), 'a stream to be asked for');
    assert.ok(cameTo(`GET ${stage.httpPath}`));
    assert.equal(await page.locator(`script[src*="${stage.httpPath}"]`).count(), 0, 'it leaves no trace');
    assert.deepEqual(
      refused.filter((text) => /trusted ?type|trustedscript|connect-src|loading the script/i.test(text)),
      [],
    );
  });

  test('does not run it when its bytes are others', async () => {
    const go = await come();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    const { http } = (await bundleSnippet()).parts;
    const other = `${Buffer.from(http.body)}\n`;
    const headers = { 'access-control-allow-origin': '*' };
    await page.route(`**${stage.httpPath}`, (route) =>
      route.fulfill({ contentType: 'text/javascript', headers, body: other }),
    );
    await go();

    const refusals = () => said.filter((text) => /valid digest in the 'integrity'/.test(text)).length;
    await until(async () => refusals() >= 2, 'it to be refused, and refused again');
    assert.ok(!cameTo(`POST /realtime/${stage.handover.sessionId}`));
  });
});
