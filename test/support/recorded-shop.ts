import type { Browser } from 'playwright-core';
import type { RecordingEvent } from '../../protocol/recording.ts';
import { type MadeRecording, makeRecording, type Said } from './made-recording.ts';
import { openMirroredPage } from './mirrored-page.ts';

const shop = `<!doctype html><html lang="en"><head><title>Walking boots – Acme Outdoor</title>
<style>body{font:16px sans-serif;margin:2rem} p{border:1px solid #ccc;padding:1rem}</style></head><body>
<h1>Walking boots</h1><p>Second <b id="count">0</b></p>
<label>Card number <input id="card" autocomplete="cc-number"></label>
${'<p>Light, warm and dry on every path. <a href="/boots">More</a></p>'.repeat(20)}
</body></html>`;

/** Typed into a masked field. */
const cardNumber = '4111111111111111';

/**
 * A minute on a real page, sealed as in a session: a count says which second it is, a card number is typed into a masked field. Nothing
 * happens from 0:10 to 0:25. At 0:30 the page is another one, under a new key. At 0:35 both point and the agent draws; from 0:40 to 0:45 the
 * customer has paused.
 */
export const recordShop = async (browser: Browser): Promise<MadeRecording> => {
  const page = await openMirroredPage({ browser, files: { '/': shop } });
  const said: Said[] = [];
  let taken = 0;
  const take = (second: number): void => {
    const generation = second < 30 ? 0 : 1;
    for (const body of page.bodies.slice(taken))
      said.push({
        at: second * 1000,
        from: 'visitor',
        kind: 'page',
        body,
        keyframe: body[0] === 1,
        generation,
      });
    taken = page.bodies.length;
  };
  const count = async (second: number): Promise<void> => {
    await page.customer.evaluate((text) => {
      const element = document.querySelector('#count');
      if (element) element.textContent = text;
    }, String(second));
    // Something else may have been captured before it: what was typed, for one.
    await page.mirror.locator('#count').getByText(String(second), { exact: true }).waitFor();
    take(second);
  };
  try {
    take(0);
    await page.customer.fill('#card', cardNumber);
    for (let second = 1; second < 10; second += 1) await count(second);
    for (let second = 25; second < 30; second += 1) await count(second);
    await page.customer.evaluate(() => {
      document.title = 'Checkout – Acme Outdoor';
      const heading = document.querySelector('h1');
      if (heading) heading.textContent = 'Checkout';
    });
    await page.mirror.getByRole('heading', { name: 'Checkout' }).waitFor();
    // What changed on the way to it is in its keyframe.
    await page.keyframe();
    taken = page.bodies.length - 1;
    take(30);
    for (let second = 31; second <= 35; second += 1) await count(second);
    said.push(...hands);
    for (let second = 36; second <= 40; second += 1) await count(second);
    for (let second = 45; second <= 60; second += 1) await count(second);
  } finally {
    await page.close();
  }
  return makeRecording(said, { durationMs: 60_000, events });
};

/** The page: after the document, the first node. */
const at = { node: 2, dx: 0, dy: 0 };

const hands: readonly Said[] = [
  {
    at: 35_000,
    from: 'visitor',
    kind: 'pointer',
    generation: 1,
    body: (page) => ({ page, at: { ...at, dx: 200, dy: 120 }, pressed: true }),
  },
  {
    at: 35_000,
    from: 'agent',
    kind: 'pointer',
    generation: 1,
    body: (page) => ({ page, at: { ...at, dx: 300, dy: 60 }, pressed: false }),
  },
  {
    at: 35_100,
    from: 'agent',
    kind: 'drawing',
    generation: 1,
    body: (page) => ({
      type: 'stroke.started',
      page,
      id: 'stroke',
      node: 2,
      points: [100, 100, 160, 140, 220, 100],
    }),
  },
];

const events: readonly RecordingEvent[] = [
  { at: 0, type: 'participant.joined', number: 1, role: 'visitor', name: 'Customer' },
  { at: 0, type: 'participant.joined', number: 2, role: 'agent', name: 'Ada Agent' },
  { at: 5_000, type: 'grant.changed', capability: 'control', allowed: true },
  { at: 9_000, type: 'grant.changed', capability: 'control', allowed: false },
  { at: 40_000, type: 'sharing.changed', paused: true },
  { at: 45_000, type: 'sharing.changed', paused: false },
];
