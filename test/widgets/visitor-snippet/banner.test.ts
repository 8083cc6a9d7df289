import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { arabicTexts } from '../../../widgets/visitor/texts-arabic.ts';
import { englishTexts } from '../../../widgets/visitor/texts-english.ts';
import { germanTexts } from '../../../widgets/visitor/texts-german.ts';
import { axeFindings } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import { inClosedRoot } from '../../support/closed-root.ts';
import { bannerStates, openOurRoots } from './banner-states.ts';
import { comeFromJoinPage, type OnStage } from './on-stage.ts';
import { shopPage } from './shop-page.ts';
import { openSnippetStage } from './snippet-stage.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

let open: OnStage | null = null;
afterEach(async () => {
  await open?.page.context().close();
  await open?.stage.stop();
  open = null;
});

const visit = async (context: BrowserContextOptions = {}): Promise<OnStage> => {
  open = await comeFromJoinPage(browser, { page: shopPage(), context, first: openOurRoots });
  return open;
};

/** What stands out of the window or out of the banner, by its text. */
const cutOff = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const banner = [...document.querySelectorAll('handrail-session')]
      .at(-1)
      ?.shadowRoot?.querySelector('section');
    if (!banner) return ['there is no banner'];
    const { left, right } = banner.getBoundingClientRect();
    const inside = (box: DOMRect): boolean => box.left >= left && box.right <= right;
    const parts = [...banner.querySelectorAll('button, .status')].filter((part) => part.checkVisibility());
    const out = parts.filter(
      (part) => !inside(part.getBoundingClientRect()) || part.scrollWidth > part.clientWidth + 2,
    );
    return [
      ...(left < 0 || right > innerWidth ? ['the banner'] : []),
      ...out.map((part) => part.textContent ?? ''),
    ];
  });

/** Texts of less than 4.5 to 1 against what is behind them, which axe leaves undecided in the top layer. */
const pale = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const banner = [...document.querySelectorAll('handrail-session')]
      .at(-1)
      ?.shadowRoot?.querySelector('section');
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const light = (color: string): number => {
      if (!canvas) return 0;
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) =>
        part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (part: Element): string => {
      const { backgroundColor } = getComputedStyle(part);
      return backgroundColor === 'rgba(0, 0, 0, 0)' && part.parentElement
        ? behind(part.parentElement)
        : backgroundColor;
    };
    const ratio = (part: Element): number => {
      const [dark = 0, bright = 0] = [light(getComputedStyle(part).color), light(behind(part))].sort(
        (a, b) => a - b,
      );
      return (bright + 0.05) / (dark + 0.05);
    };
    const parts = [...(banner?.querySelectorAll('button, p, .text') ?? [])].filter((part) =>
      part.checkVisibility(),
    );
    if (parts.length === 0) return ['there is nothing to read'];
    return parts.filter((part) => ratio(part) < 4.5).map((part) => `${part.textContent} ${ratio(part)}`);
  });

const looks = [
  { texts: englishTexts, locale: 'en-GB', colorScheme: 'light', width: 1000 },
  { texts: englishTexts, locale: 'en-GB', colorScheme: 'dark', width: 320 },
  { texts: germanTexts, locale: 'de-AT', colorScheme: 'light', width: 320 },
  { texts: arabicTexts, locale: 'ar-EG', colorScheme: 'dark', width: 1000 },
  { texts: arabicTexts, locale: 'ar-EG', colorScheme: 'light', width: 320 },
] as const;

describe('axe finds nothing on the banner, and nothing is cut off', () => {
  for (const { texts, locale, colorScheme, width } of looks) {
    const context = { locale, colorScheme, viewport: { width, height: 600 } };

    test(`in every state: ${locale}, ${colorScheme}, ${width} px`, async () => {
      const on = await visit(context);
      const found: unknown[] = [];

      for await (const state of bannerStates(on, texts)) {
        for (const finding of await axeFindings(on.page)) found.push([state, finding]);
        for (const part of await cutOff(on.page)) found.push([state, 'cut off', part]);
        for (const part of await pale(on.page)) found.push([state, 'pale', part]);
      }

      assert.deepEqual(found, []);
    });

    test(`where it asks whether the page may be seen: ${locale}, ${colorScheme}, ${width} px`, async () => {
      const stage = await openSnippetStage({ page: shopPage() });
      const page = await (await browser.newContext(context)).newPage();
      open = { stage, page };
      await page.addInitScript(openOurRoots);
      await page.goto(await stage.leave());
      await page.getByRole('button', { name: texts.allowView }).waitFor();

      const found = [...(await axeFindings(page)), ...(await cutOff(page)), ...(await pale(page))];

      assert.deepEqual(found, []);
    });
  }
});

test('a language that there is no core in is answered in English', async () => {
  const on = await visit({ locale: 'fr-FR' });

  await (await inClosedRoot(on.page)).waitFor('region', englishTexts.region);
});

test('who watches, who has control and that it is over is told to a screen reader as it happens', async () => {
  const on = await visit();
  const { page } = on;
  await page.getByRole('region', { name: englishTexts.region }).waitFor();
  await page.evaluate(hearLiveRegions);

  for await (const state of bannerStates(on, englishTexts)) assert.ok(state);

  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  const { watched, askControl, controlled, paused, reconnecting, ended } = englishTexts;
  const expected = [
    `polite ${watched('Ada Agent')}`,
    `assertive ${askControl('Ada Agent')} ${englishTexts.reach}`,
    `polite ${controlled('Ada Agent')}`,
    `polite ${paused('Ada Agent')}`,
    `polite ${reconnecting}`,
    `polite ${ended('Ada Agent')}`,
  ];
  assert.deepEqual(
    expected.filter((text) => !heard.includes(text)),
    [],
  );
});

/** Notes what changes in the banner's live regions, as a screen reader does. */
const hearLiveRegions = (): void => {
  const heard: string[] = [];
  (window as unknown as { heard: string[] }).heard = heard;
  for (const { shadowRoot } of document.querySelectorAll('handrail-session')) {
    for (const live of shadowRoot?.querySelectorAll('[role=status], [role=alert]') ?? []) {
      const manner = live.getAttribute('role') === 'alert' ? 'assertive' : 'polite';
      const say = (): void => {
        const parts = [...live.querySelectorAll('p, .text')].map((part) => part.textContent);
        heard.push([manner, ...parts].join(' '));
      };
      new MutationObserver(say).observe(live, { childList: true, characterData: true, subtree: true });
    }
  }
};

describe('the keyboard', () => {
  const come = async (): Promise<OnStage> => {
    const on = await visit();
    await on.stage.room.agentJoins(on.stage.psk);
    await on.page.getByText(englishTexts.watched('Ada Agent')).waitFor();
    await on.page.focus('#shown');
    return on;
  };
  /** A button is dead for half a second after it came. */
  const wake = (page: Page): Promise<unknown> =>
    page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const inside = document.activeElement?.shadowRoot?.activeElement;
      return inside
        ? (inside.getAttribute('aria-label') ?? inside.textContent ?? '')
        : (document.activeElement?.id ?? '');
    });

  test('comes to the banner by F6, walks through it, and goes back to where it was by Escape', async () => {
    const on = await come();
    const { page } = on;
    const { pause, stop, move, collapse } = englishTexts;

    await page.keyboard.press('F6');
    const walked = [await focused(page)];
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press('Tab');
      walked.push(await focused(page));
    }
    await page.keyboard.press('Escape');

    assert.deepEqual(walked, [pause, stop, move, collapse]);
    assert.equal(await focused(page), 'shown');
  });

  test('goes to the question by F6, to the harmless answer first, and back when it was answered', async () => {
    const on = await come();
    const { page, stage } = on;
    stage.room.fromAgent({ type: 'grant.requested', capability: 'control' });
    await page.getByRole('button', { name: englishTexts.allowControl }).waitFor();
    assert.equal(await focused(page), 'shown', 'a question takes no focus');
    await wake(page);

    await page.keyboard.press('F6');
    assert.equal(await focused(page), englishTexts.notNow);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: englishTexts.takeBack }).waitFor();

    assert.equal(await focused(page), 'shown');
  });

  test('stays in the banner when the button under it makes room for another, and comes back at the end', async () => {
    const on = await come();
    const { page } = on;
    await wake(page);

    await page.keyboard.press('F6');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: englishTexts.resume }).waitFor();
    assert.equal(await focused(page), englishTexts.resume);
    await page.keyboard.press('Tab');
    await wake(page);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: englishTexts.close }).waitFor();
    assert.equal(await focused(page), englishTexts.close);
    await wake(page);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: englishTexts.region }).waitFor({ state: 'detached' });

    assert.equal(await focused(page), 'shown');
  });

  test('keeps its place when a dialog of the page makes the banner move', async () => {
    const on = await come();
    const { page } = on;
    await page.keyboard.press('F6');

    await page.evaluate(() => document.querySelector<HTMLDialogElement>('#dialog')?.showModal());
    await page.locator('dialog handrail-session section').waitFor();
    await page.keyboard.press('F6');
    assert.equal(await focused(page), englishTexts.pause);
    await page.keyboard.press('Escape');

    assert.equal(await page.locator('#dialog').evaluate((dialog: HTMLDialogElement) => dialog.open), true);
  });
});
