import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { axeFindings } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import type { MadeRecording } from '../../support/made-recording.ts';
import { recordShop } from '../../support/recorded-shop.ts';
import { until } from '../../support/until.ts';
import { artifactId, openRecordingStage, type RecordingStage, tenantId } from './recording-stage.ts';
import { sealForTenant } from './sealed-for-tenant.ts';

describe('the player', { timeout: 240_000 }, () => {
  let browser: Browser;
  let recording: MadeRecording;
  let stage: RecordingStage;
  let page: Page;

  before(async () => {
    browser = await launchBrowser();
    recording = await recordShop(browser);
  });
  beforeEach(async () => {
    stage = await openRecordingStage(browser, recording);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await stage.close();
  });
  after(() => browser?.close());

  const open = async (options: BrowserContextOptions = {}): Promise<void> => {
    page = await stage.open(options);
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const mirror = () => page.frameLocator('iframe');
  const count = (second: number) => mirror().locator('#count').getByText(String(second), { exact: true });
  const slider = () => page.getByRole('slider', { name: 'Position' });
  const at = () => slider().getAttribute('aria-valuetext');
  const isAt = (text: string) => page.locator(`input[aria-valuetext="${text} of 1:00"]`).waitFor();
  const position = async () => Number(await slider().inputValue());
  const moment = (name: string) => page.getByRole('complementary').getByRole('button', { name });

  it('shows the page as it was at its start, and plays', async () => {
    await open();
    await count(0).waitFor();
    await page.getByRole('heading', { name: 'Recording of case 35436' }).waitFor();
    assert.equal(await at(), '0:00 of 1:00');

    await button('Play').click();

    await until(async () => (await position()) > 2_000, 'it plays');
    await button('Pause').click();
    await button('Play').waitFor();
    const paused = await position();
    // From the tenth second on nothing happens for a while.
    await count(Math.min(9, Math.floor(paused / 1000))).waitFor();
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    assert.equal(await position(), paused);
  });

  it('plays to its end, and from its start again', async () => {
    await open();
    await count(0).waitFor();
    await moment('Customer went on sharing').click();
    await page.getByLabel('Speed').selectOption('8');
    await button('Play').click();

    await isAt('1:00');
    await count(60).waitFor();
    await button('Play').click();

    await until(async () => (await position()) < 40_000, 'it plays from its start');
    await mirror().getByRole('heading', { name: 'Walking boots' }).waitFor();
  });

  it('goes to any moment by the slider and by the keyboard', async () => {
    await open();
    await count(0).waitFor();

    await slider().fill('36000');
    await count(36).waitFor();
    await mirror().getByRole('heading', { name: 'Checkout' }).waitFor();
    const steps = [
      ['ArrowLeft', '0:31'],
      ['ArrowRight', '0:36'],
      ['PageDown', '0:06'],
      ['PageUp', '0:36'],
      ['End', '1:00'],
      ['Home', '0:00'],
    ] as const;
    for (const [key, text] of steps) {
      await page.keyboard.press(key);
      await isAt(text);
    }
    await count(0).waitFor();
    await page.keyboard.press('>');
    assert.equal(await page.getByLabel('Speed').inputValue(), '1.5');
    await page.keyboard.press('<');
    assert.equal(await page.getByLabel('Speed').inputValue(), '1');
    await page.keyboard.press(' ');
    await button('Pause').waitFor();
    await page.keyboard.press('f');
    await page.waitForFunction(() => document.fullscreenElement !== null);
  });

  it('goes over idle time when it is asked to', async () => {
    await open();
    await count(0).waitFor();
    await button('Skip idle time').click();
    await page.getByLabel('Speed').selectOption('0.5');
    await slider().fill('9500');
    await count(9).waitFor();

    await button('Play').click();

    // Half as fast as life: without skipping this takes half a minute.
    await until(async () => (await position()) >= 24_000, 'idle time is gone over', 15_000);
  });

  it('lists who joined, the pages, control, pauses and drawings, each a way to its moment', async () => {
    await open();
    await count(0).waitFor();
    await moment('Checkout – Acme Outdoor').waitFor();

    await moment('Checkout – Acme Outdoor').click();
    await mirror().getByRole('heading', { name: 'Checkout' }).waitFor();
    await slider().fill('36000');
    await moment('Ada Agent drew').waitFor();

    const texts = await page.getByRole('complementary').getByRole('button').allTextContents();
    assert.deepEqual(
      texts.map((text) => text.replace(/\s+/g, ' ').trim()),
      [
        '0:00 Customer is there',
        '0:00 Ada Agent is there',
        '0:00 Walking boots – Acme Outdoor',
        '0:05 Control allowed',
        '0:09 Control ended',
        '0:30 Checkout – Acme Outdoor',
        '0:35 Ada Agent drew',
        '0:40 Customer paused sharing',
        '0:45 Customer went on sharing',
      ],
    );
  });

  it('shows both people’s pointers and drawings, and what is masked masked', async () => {
    await open();
    await count(0).waitFor();
    const marks = page.locator('svg.marks');
    assert.equal(await marks.locator('path').count(), 0);

    await slider().fill('36000');

    await marks.locator('path.visitor.pressed').waitFor({ state: 'attached' });
    await marks.locator('path.agent').waitFor({ state: 'attached' });
    await marks.locator('polyline.agent').waitFor({ state: 'attached' });
    assert.match(await mirror().locator('#card').inputValue(), /^•+$/);
    await moment('Walking boots').click();
    await marks.locator('path').first().waitFor({ state: 'detached' });
  });

  it('shows nothing of what the customer had paused', async () => {
    await open();
    await count(0).waitFor();

    await moment('Customer paused sharing').click();

    await page.getByText('The customer has paused sharing here').waitFor();
    assert.equal(await page.locator('.holder').isVisible(), false);
    await moment('Customer went on sharing').click();
    await count(45).waitFor();
  });

  it('is one viewing in the audit log, whatever is done in it', async () => {
    await open();
    await count(0).waitFor();
    await slider().fill('36000');
    await count(36).waitFor();

    assert.deepEqual(stage.world.viewings, [artifactId]);
  });

  it('asks whoever comes without a code to sign in', async () => {
    page = await stage.open({ withoutCode: true });

    await button('Sign in with Zendesk').waitFor();

    assert.deepEqual(stage.world.viewings, []);
    assert.deepEqual(await axeFindings(page), []);
  });

  it('says why it shows nothing: no role, deleted, nothing recorded', async () => {
    stage.world.refusals.set('/viewings', 'missing_role');
    await open();
    await page.getByText('Your Handrail role doesn’t allow this.').waitFor();

    stage.world.refusals.set('/viewings', 'artifact_deleted');
    await open();
    await page.getByRole('heading', { name: 'This recording was deleted' }).waitFor();
    assert.deepEqual(await axeFindings(page), []);

    stage.world.refusals.clear();
    const { viewing } = stage.world;
    stage.world.viewing = { ...viewing, index: { ...viewing.index, keyframes: [] } };
    await open();
    await page.getByRole('heading', { name: 'There is nothing to see' }).waitFor();

    const cut = [{ generation: 1, visitor: 1, roots: 'AAAA' }];
    stage.world.viewing = { ...viewing, keys: { heldBy: 'handrail', roots: cut } };
    await open();
    await page.getByRole('alert').getByText('It was changed where it is kept, so it is not shown.').waitFor();
  });

  it('says when the connection breaks while content comes, and goes on once it can', async () => {
    stage.world.broken = 1;
    await open();
    await page.getByRole('alert').getByText('Handrail can’t be reached.').waitFor();

    await button('Try again').click();

    await count(0).waitFor();
  });

  it('says when content can’t be had, and goes on once it can', async () => {
    stage.world.refusals.set('/content', 'unavailable');
    await open();
    await page.getByRole('alert').getByText('Handrail is starting or very busy.').waitFor();
    stage.world.refusals.clear();

    await button('Try again').click();

    await count(0).waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
  });

  it('goes on by itself when the network is back', async () => {
    page = await stage.open({ withoutCode: true });
    await button('Sign in with Zendesk').waitFor();
    const away = page.context();
    await away.route('**/content', (route) => route.abort());
    page = await away.newPage();
    await page.goto(`${stage.origin}/recordings/${artifactId}#${'c'.repeat(43)}`);
    await page.getByRole('alert').getByText('Handrail can’t be reached.').waitFor();
    await away.setOffline(true);
    await away.unroute('**/content');
    // The browser says that it is online before everything goes through again.
    await away.route('**/content', (route) => route.abort(), { times: 2 });

    await away.setOffline(false);

    await count(0).waitFor();
    await moment('Walking boots').waitFor();
  });

  it('says from where on it is damaged, and shows the rest', async () => {
    const cut = recording.content.subarray(0, (recording.index.keyframes[1]?.offset ?? 0) + 100);
    stage.world.content = Buffer.concat([cut, Buffer.alloc(recording.content.byteLength - cut.byteLength)]);
    await open();
    await count(0).waitFor();

    await slider().fill('36000');

    await page.getByRole('alert').getByText('This recording is damaged from here on.').waitFor();
    await slider().fill('5000');
    await count(5).waitFor();
  });

  describe('with a key that the tenant alone has', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = (key: KeyObject) => ({
      name: 'key.pem',
      mimeType: 'application/x-pem-file',
      buffer: Buffer.from(key.export({ type: 'pkcs8', format: 'pem' }).toString()),
    });

    beforeEach(async () => {
      const sealed = await sealForTenant(recording, { artifactId, tenantId, publicKey });
      stage.world.content = sealed.content;
      stage.world.viewing = { ...stage.world.viewing, keys: sealed.keys };
    });

    it('asks for it, says when it is another one, and plays with it', async () => {
      await open();
      await page.getByRole('heading', { name: 'Your company’s key is needed' }).waitFor();
      assert.deepEqual(await axeFindings(page), []);

      const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
      await page.getByLabel('Private key file').setInputFiles(pem(other));
      await page.getByRole('alert').getByText('This key does not open the recording.').waitFor();
      await page.getByLabel('Or paste it').fill('not a key');
      await button('Open recording').click();
      await page.getByRole('alert').getByText('This is no private key').waitFor();
      assert.deepEqual(stage.world.ranges, []);
      await page.getByLabel('Private key file').setInputFiles(pem(privateKey));

      await count(0).waitFor();
      await slider().fill('36000');
      await count(36).waitFor();
    });

    it('says when the file can’t be read any more', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'handrail-key-'));
      const path = join(folder, 'key.pem');
      writeFileSync(path, 'not a key');
      await open();
      const opens = button('Open recording');
      await page.getByLabel('Private key file').setInputFiles(path);
      await page.getByRole('alert').getByText('This is no private key').waitFor();
      rmSync(folder, { recursive: true });
      await page.getByLabel('Or paste it').fill('-----BEGIN PUBLIC KEY-----');
      await opens.click();
      await page.getByRole('alert').getByText('This is the public half of a key.').waitFor();
      await page.getByLabel('Or paste it').fill('');

      await opens.click();

      await page.getByRole('alert').getByText('This is no private key').waitFor();
      assert.equal(await opens.isEnabled(), true);
    });

    it('plays what only the frames’ keys are sealed of', async () => {
      const { keys } = stage.world.viewing;
      assert.ok(keys.heldBy === 'tenant');
      stage.world.content = recording.content;
      stage.world.viewing = { ...stage.world.viewing, keys: { ...keys, dataKey: null } };
      await open();
      await page.getByLabel('Private key file').setInputFiles(pem(privateKey));

      await count(0).waitFor();
    });

    it('keeps it nowhere, and sends it nowhere', async () => {
      const secret = privateKey.export({ format: 'jwk' }).d ?? '';
      const inPem = pem(privateKey).buffer.toString().split('\n')[1] ?? '';
      const sent: string[] = [];
      page = await stage.open();
      page.on('request', (request) =>
        sent.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData()}`),
      );
      await page.getByLabel('Or paste it').fill(pem(privateKey).buffer.toString());
      await button('Open recording').click();
      await count(0).waitFor();

      const kept = await page.evaluate(async () => ({
        databases: (await indexedDB.databases()).length,
        storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]),
      }));

      assert.ok(sent.length > 0 && secret.length === 43 && inPem.length === 64);
      const said = `${sent.join()} ${kept.storage}`;
      assert.ok(!said.includes(secret) && !said.includes(inPem));
      assert.equal(kept.databases, 0);
    });

    it('finds what was changed in the sealed content', async () => {
      stage.world.content = Buffer.from(stage.world.content);
      stage.world.content[50] = (stage.world.content[50] ?? 0) ^ 1;
      await open();
      await page.getByLabel('Private key file').setInputFiles(pem(privateKey));

      await page.getByRole('alert').getByText('This recording is damaged').waitFor();
    });
  });

  it('has no barriers, at any width, in light and dark', async () => {
    await open();
    await count(0).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axeFindings(page), [], colorScheme);
    }
    for (const width of [320, 700, 1400]) {
      await page.setViewportSize({ width, height: 800 });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${width}: ${wider}`);
      assert.deepEqual(await axeFindings(page), [], String(width));
    }
  });

  it('is read from right to left in Arabic, while time still runs from left to right', async () => {
    await open({ locale: 'ar' });
    await count(0).waitFor();

    assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
    await page.keyboard.press('ArrowRight');
    await page.locator('input[type=range]').and(page.locator('[aria-valuetext*="0:05"]')).waitFor();
    const [list, picture] = [
      await page.locator('aside').boundingBox(),
      await page.locator('.stage').boundingBox(),
    ];
    assert.ok(list && picture && list.x < picture.x);
    assert.deepEqual(await axeFindings(page), []);
  });
});
