import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { type MirroredPage, openMirroredPage } from '../../support/mirrored-page.ts';

const tall = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="3000"><rect width="200" height="3000" fill="teal"/></svg>`;
/** It is scrolled before anybody sees it, and nothing but the images themselves says how tall they are. */
const page = `<!doctype html><html><body style="margin: 0"><div class="box" style="height: 120px; overflow: auto"><img src="/tall.svg"></div><img src="/tall.svg">
<script>addEventListener('load', () => { scrollTo(0, 1800); document.querySelector('.box').scrollTo(0, 700); });</script></body></html>`;

describe('a mirror of a page that is scrolled', { timeout: 60_000 }, () => {
  let browser: Browser;
  let mirrored: MirroredPage;
  before(async () => {
    browser = await launchBrowser();
    mirrored = await openMirroredPage({ browser, files: { '/': page, '/tall.svg': tall } });
  });
  after(async () => {
    await mirrored?.close();
    await browser?.close();
  });

  it('is where the customer is once images have come that make the page as tall as it is', async () => {
    await mirrored.view.waitForFunction(
      () => {
        const shown = document.querySelector('iframe')?.contentDocument;
        const box = shown?.querySelector('.box')?.scrollTop;
        return shown?.documentElement.scrollTop === 1800 && box === 700;
      },
      undefined,
      { timeout: 20_000 },
    );
    assert.deepEqual(mirrored.faults, []);
  });
});
