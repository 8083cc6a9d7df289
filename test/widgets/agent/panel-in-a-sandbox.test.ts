import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Frame } from 'playwright-core';
import { axeFindings } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import { bundleEntry } from './bundle-entry.ts';
import { type PanelServer, startPanelServer } from './panel-server.ts';

describe('the panel in a frame that is sandboxed', { timeout: 120_000 }, () => {
  let browser: Browser;
  let server: PanelServer;
  let context: BrowserContext;

  before(async () => {
    const panel = await bundleEntry('widgets/agent/panel.entry.ts');
    [browser, server] = await Promise.all([launchBrowser(), startPanelServer(new Map([['panel', panel]]))]);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const open = async (sandbox: string, locale = 'en-US'): Promise<Frame> => {
    context = await browser.newContext({ locale, viewport: { width: 300, height: 480 } });
    const page = await context.newPage();
    await page.goto(`${server.salesforce}/elsewhere`);
    await page.evaluate(
      ([src = '', allowed = '']) => {
        const frame = document.createElement('iframe');
        frame.id = 'panel';
        frame.setAttribute('sandbox', allowed);
        frame.style.cssText = 'border: 0; width: 100%; height: 440px';
        frame.src = src;
        document.body.append(frame);
      },
      [`${server.handrail}/embed/acme-salesforce`, sandbox],
    );
    const frame = await (await page.waitForSelector('#panel')).contentFrame();
    return frame ?? assert.fail('The frame has no document.');
  };

  it('says what to change when its origin was taken away', async () => {
    const panel = await open('allow-scripts');

    await panel.getByText('needs no sandbox, or one with allow-scripts, allow-same-origin').waitFor();
    assert.deepEqual(await axeFindings(panel), []);
    const sideways = await panel.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(sideways <= 0, `${sideways} px too wide`);
    await context.close();
  });

  it('says so in German, too, and in a sandbox without scripts', async () => {
    const panel = await open('allow-same-origin', 'de-DE');

    await panel.getByText('Der Rahmen braucht keine Sandbox').waitFor();
    await context.close();
  });

  it('says nothing of it where it can start', async () => {
    const panel = await open('allow-scripts allow-same-origin allow-popups allow-forms');

    await panel.getByRole('heading', { name: 'Handrail' }).waitFor();
    const text = panel.getByText('Handrail can’t start here');
    assert.equal(await text.count(), 1);
    assert.equal(await text.boundingBox(), null);
    await context.close();
  });
});
