import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { type MadeRecording, makeRecording, type Said } from '../../test/support/made-recording.ts';
import { openMirroredPage } from '../../test/support/mirrored-page.ts';
import { until } from '../../test/support/until.ts';
import { openRecordingStage } from '../../test/widgets/agent/recording-stage.ts';
import type { Benchmark } from '../figure.ts';

const hourSeconds = 3_600;
/** The least that lies between two whole pages that a recording asks for. */
const segmentSeconds = 120;
const seeks = 20;
const limitMs = 1_000;

/** Going to any moment of an hour's recording: from the press to the picture, in Chromium, over HTTP. */
export const measureSeek: Benchmark = async () => {
  const browser = await launchBrowser();
  const stage = await openRecordingStage(browser, await recordHour(browser));
  try {
    const page = await stage.open();
    await page.frameLocator('iframe').locator('#count').waitFor();
    const took: number[] = [];
    // Here and there, the same each time: 1,531 is a prime, so that no two are near each other.
    for (let turn = 1; turn <= seeks; turn += 1) took.push(await seekTo(page, (turn * 1_531) % hourSeconds));
    took.sort((one, other) => one - other);
    const figure = (name: string, ours = 0) => ({ name, unit: 'ms', ours, peers: { limit: limitMs } });
    return [
      figure('going to a moment of an hour’s recording, median', took[seeks / 2]),
      figure('going to a moment of an hour’s recording, worst of 20', took.at(-1)),
    ];
  } finally {
    await browser.close();
    await stage.close();
  }
};

/** Until the picture of that second was painted. */
const seekTo = (page: Page, second: number): Promise<number> =>
  page.evaluate(
    async ({ second, shown }) => {
      const recording = document.querySelector('handrail-recording');
      const player = recording?.shadowRoot?.querySelector('handrail-player')?.shadowRoot;
      const slider = player?.querySelector('input');
      const frame = player?.querySelector('iframe');
      if (!slider || !frame) throw new Error('There is no player.');
      const painted = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const begun = performance.now();
      slider.value = String(second * 1000);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      while (frame.contentDocument?.querySelector('#count')?.textContent !== shown) await painted();
      await painted();
      return performance.now() - begun;
    },
    { second, shown: `${second % segmentSeconds}` },
  );

/** What is captured of two minutes, thirty times, each time sealed anew and begun with the whole page; with a pointer that moves four times a second. */
const recordHour = async (browser: Browser): Promise<MadeRecording> => {
  const bodies = await captureSegment(browser);
  const said: Said[] = [];
  for (let second = 0; second < hourSeconds; second += 1) {
    const body = bodies[second % segmentSeconds];
    if (!body) throw new Error('A second was not captured.');
    const at = second * 1000;
    said.push({ at, from: 'visitor', kind: 'page', body, keyframe: second % segmentSeconds === 0 });
    for (let quarter = 0; quarter < 4; quarter += 1)
      said.push({
        at: at + quarter * 250,
        from: 'visitor',
        kind: 'pointer',
        body: (page) => ({ page, at: { node: 2, dx: second % 900, dy: quarter * 100 }, pressed: false }),
      });
  }
  return makeRecording(said, { durationMs: hourSeconds * 1000 });
};

/** A body a second: first the whole page, then what changed. */
const captureSegment = async (browser: Browser): Promise<readonly Uint8Array[]> => {
  const page = await openMirroredPage({ browser, files: { '/': shop } });
  try {
    for (let second = 1; second < segmentSeconds; second += 1) {
      await page.customer.evaluate((text) => {
        const count = document.querySelector('#count');
        if (count) count.textContent = text;
        document.querySelector('.card')?.after(document.createElement('hr'));
      }, `${second}`);
      await until(async () => page.bodies.length > second, 'a change is captured');
    }
    return page.bodies.slice(0, segmentSeconds);
  } finally {
    await page.close();
  }
};

/** As many nodes as the demo shop's largest page, and more. */
const shop = `<!doctype html><html lang="en"><head><title>Walking boots</title>
<style>.card{border:1px solid #ccc;padding:1rem;display:inline-block;inline-size:14rem}</style></head><body>
<h1>For the next time outside</h1><p>Second <b id="count">0</b></p>
${Array.from(
  { length: 120 },
  (
    _,
    index,
  ) => `<article class="card"><h2>Boots ${index}</h2><p>Light, warm and dry on <em>every</em> path.</p>
<ul><li>Leather</li><li>Wool</li><li>Cork</li></ul><p><strong>${index}.00</strong> <a href="/boots/${index}">More</a> <button>Buy</button></p></article>`,
).join('')}</body></html>`;
