import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { keyframeNonces } from '../../../protocol/page.ts';
import { launchBrowser } from '../../support/browser.ts';
import { type MirroredPage, openMirroredPage } from '../../support/mirrored-page.ts';

let browser: Browser;
let page: MirroredPage;
before(async () => {
  browser = await launchBrowser();
});
afterEach(() => page.close());
after(() => browser.close());

const apply = (body: Uint8Array, keyframe: boolean): Promise<string> =>
  page.view.evaluate(
    ([text, isKeyframe]) => {
      try {
        handrailTest.apply(text, isKeyframe);
        return 'applied';
      } catch (error) {
        return error instanceof Error ? error.name : 'unknown';
      }
    },
    [Buffer.from(body).toString('base64'), keyframe] as const,
  );

test('a patch that was missed, cut off, damaged or sent as another kind asks for a keyframe', async () => {
  page = await openMirroredPage({ browser, files: { '/': '<!doctype html><p>One</p>' } });
  const [keyframe] = page.bodies as [Uint8Array];
  await page.customer.evaluate(() => document.body.append(document.createElement('b'), 'two'));
  await page.mirror.locator('b').waitFor({ state: 'attached' });
  const patch = page.bodies[page.bodies.length - 1] as Uint8Array;

  assert.equal(await apply(patch, false), 'MirrorGap');
  assert.equal(await apply(keyframe.subarray(0, keyframe.byteLength - 3), true), 'MirrorGap');
  assert.equal(await apply(keyframe, false), 'MirrorGap');
  assert.equal(await apply(new Uint8Array([9, 9, 9]), false), 'MirrorGap');
  assert.equal(await apply(new Uint8Array(), false), 'MirrorGap');
  assert.equal(await apply(keyframe, true), 'applied');
});

test('a keyframe repeats the nonces of all who asked for it', async () => {
  page = await openMirroredPage({ browser, files: { '/': '<!doctype html><p>One</p>' } });
  const nonces = ['AAECAwQFBgcICQoLDA0ODw', 'EBESExQVFhcYGRobHB0eHw'];

  await page.keyframe(nonces);

  assert.deepEqual(await page.view.evaluate(() => handrailTest.mirror.nonces()), nonces);
  assert.deepEqual(keyframeNonces(page.bodies[page.bodies.length - 1] as Uint8Array), nonces);
});
