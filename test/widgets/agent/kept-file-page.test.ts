import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { axeFindings } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import { type KeptFileStage, openKeptFileStage } from './kept-file-stage.ts';

describe('the page of a file that was kept', { timeout: 120_000 }, () => {
  let browser: Browser;
  let stage: KeptFileStage;

  before(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    stage = await openKeptFileStage(browser);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  after(() => browser?.close());

  it('saves it under its name', async () => {
    const page = await stage.open();
    await page.getByRole('heading', { name: 'Screenshot 1.png' }).waitFor();

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save file' }).click();
    const download = await downloading;

    assert.equal(download.suggestedFilename(), 'Screenshot 1.png');
    assert.equal(readFileSync(await download.path(), 'utf8'), 'content');
    await page.getByRole('button', { name: 'Save file' }).waitFor();
    assert.equal(await page.getByRole('link').count(), 0);
  });

  it('fetches what is large part by part, so that no call takes long', async () => {
    const content = Buffer.alloc(2.5 * 1024 * 1024, 'handrail ');
    Object.assign(stage.world, { content, artifact: { ...stage.world.artifact, bytes: content.length } });
    const page = await stage.open();

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save file' }).click();

    assert.deepEqual(readFileSync(await (await downloading).path()), content);
    assert.deepEqual(stage.world.ranges, [
      'bytes=0-1048575',
      'bytes=1048576-2097151',
      'bytes=2097152-2621439',
    ]);
  });

  it('leads to the case where it lies there, too', async () => {
    stage.world.artifact = { ...stage.world.artifact, url: 'https://crm.test/1' };
    const page = await stage.open();

    const link = page.getByRole('link', { name: 'Open on the case' });

    assert.equal(await link.getAttribute('href'), 'https://crm.test/1');
  });

  it('says why not, and tries again', async () => {
    stage.world.down = 1;
    const page = await stage.open();
    await page.getByRole('button', { name: 'Save file' }).click();
    await page.getByRole('alert').getByText('The storage doesn’t answer').waitFor();

    await page.getByRole('button', { name: 'Try again' }).click();

    await page.getByRole('button', { name: 'Save file' }).waitFor();
  });

  it('says of what was deleted, or sealed to a key that is not here, that it is', async () => {
    const { artifact } = stage.world;
    const deleted = { at: 1, reason: 'retention' } as const;
    stage.world.artifact = { ...artifact, name: null, state: 'deleted', deleted };
    await (await stage.open()).getByRole('alert').getByText('It was deleted.').waitFor();

    stage.world.artifact = { ...artifact, sealing: 'tenant' };
    await (await stage.open()).getByRole('alert').getByText('under your organization’s own key').waitFor();
  });

  it('leads to the player when it is a recording', async () => {
    stage.world.artifact = { ...stage.world.artifact, kind: 'recording' };

    const page = await stage.open();

    await page.getByText(`the player of ${stage.world.artifact.id}`).waitFor();
  });

  it('asks whoever has not signed in to do so', async () => {
    const page = await stage.open({ withoutCode: true });

    await page.getByRole('heading', { name: 'Sign in to open this file' }).waitFor();
    await page.getByRole('button', { name: 'Sign in with Zendesk' }).waitFor();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is for everybody, on narrow screens as well (${colorScheme})`, async () => {
      const page = await stage.open({ colorScheme, viewport: { width: 300, height: 600 } });
      await page.getByRole('button', { name: 'Save file' }).waitFor();

      assert.deepEqual(await axeFindings(page), []);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 300, `${width} px`);
    });
  }
});
