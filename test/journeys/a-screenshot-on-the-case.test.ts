import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import * as v from 'valibot';
import { type CrmName, openCase } from '../support/agent-person.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const within = { timeout: 40_000 };

const CaseFiles = v.array(
  v.looseObject({ files: v.array(v.looseObject({ name: v.string(), sha256: v.string() })) }),
);
const State = v.looseObject({ tickets: v.optional(CaseFiles, []), cases: v.optional(CaseFiles, []) });

/** As where a browser has no room for one. */
const noPictureOnce = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { toBlob } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.toBlob = (callback) => {
      HTMLCanvasElement.prototype.toBlob = toBlob;
      callback(null);
    };
  });

describe('a screenshot is on the case with one press', { timeout: 240_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const filesOn = async (crm: CrmName) => {
    const answer = await fetch(`http://127.0.0.1:${new URL(demo[crm]).port}/__state`);
    const { tickets, cases } = v.parse(State, await answer.json());
    return [...tickets, ...cases].flatMap(({ files }) => files);
  };

  for (const crm of ['zendesk', 'salesforce'] as const) {
    it(`with what was drawn on it, in ${crm}`, async () => {
      const ada = await openCase(await browser.newContext(), demo, crm);
      await ada.signIn();
      const { link } = await ada.startSession();
      const live = await ada.openLiveView();
      await joinByLink(await browser.newContext(), demo, link);
      const take = live.getByRole('button', { name: 'Take screenshot' });
      await live
        .getByText(/You see the customer’s page/)
        .first()
        .waitFor(within);

      await take.click();
      const attach = live.getByRole('button', { name: 'Attach to case' });
      await attach.waitFor(within);
      const download = live.getByRole('button', { name: 'Download' });
      await noPictureOnce(live);
      await download.click();
      await live.getByRole('alert').getByText('This page is too large for a screenshot.').waitFor(within);
      await live.getByRole('button', { name: 'Close' }).click();
      await take.click();
      await attach.waitFor(within);
      await live.getByRole('button', { name: 'Box' }).click();
      const canvas = await live.locator('dialog canvas').boundingBox();
      await live.mouse.move((canvas?.x ?? 0) + 20, (canvas?.y ?? 0) + 20);
      await live.mouse.down();
      await live.mouse.move((canvas?.x ?? 0) + 90, (canvas?.y ?? 0) + 60);
      await live.mouse.up();
      await live.getByRole('textbox', { name: 'Name' }).fill(`What Ada saw in ${crm}`);
      assert.deepEqual(await axeFindings(live), []);
      const downloads = live.waitForEvent('download', within);
      await download.click();
      const downloaded = readFileSync(await (await downloads).path());
      await attach.click();

      await live.getByText('Attached.').waitFor(within);
      const sha256 = createHash('sha256').update(downloaded).digest('hex');
      const found = (await filesOn(crm)).filter((file) => file.sha256 === sha256);
      assert.equal(found.length, 1, JSON.stringify(await filesOn(crm)));
      assert.match(found[0]?.name ?? '', new RegExp(`^What Ada saw in ${crm}`));

      // It is there when the session is over, too.
      await live.getByRole('button', { name: 'Done', exact: true }).click();
      await live.getByRole('button', { name: 'End session', exact: true }).click();
      const again = live.waitForEvent('download', within);
      await live.getByRole('button', { name: `Download What Ada saw in ${crm}` }).click(within);
      assert.deepEqual(readFileSync(await (await again).path()), downloaded);
      assert.deepEqual(await axeFindings(live), []);
    });
  }
});
