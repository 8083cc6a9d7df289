import * as v from 'valibot';
import { RecordingIndex } from '../../protocol/recording.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import type { ArtifactRow } from '../../server/database/rows/artifact-rows.ts';
import { openCase } from '../../test/support/agent-person.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { inClosedRoot } from '../../test/support/closed-root.ts';
import { joinByLink } from '../../test/support/customer-person.ts';
import { startDemo } from '../../test/support/demo.ts';
import { until } from '../../test/support/until.ts';
import type { Benchmark } from '../figure.ts';
import { visitShop } from './visit-shop.ts';

/** What Cobrowse.io tells its customers to plan with: 10 GB for 100,000 recorded web sessions. */
const limitBytes = 100_000;
/** A visit of less was none. */
const least = { durationMs: 40_000, bytes: 10_000, pages: 7 };

const Kept = v.looseObject({ index: RecordingIndex });

const within = { timeout: 40_000 };

/** What is kept of a customer's visit to the demo shop, over all its pages to the order: sealed, as it lies at its target. */
export const measureBytes: Benchmark = async () => {
  const { bytes, minutes } = await recordVisit();
  const figure = (what: string, ours: number, limit: string) => ({
    name: `recording of a visit to the shop, as kept, ${what}`,
    unit: 'kB',
    ours: ours / 1000,
    peers: { [limit]: limitBytes / 1000 },
  });
  return [
    figure('a session', bytes, 'limit'),
    // Nobody reads in it: it is fuller than any minute of a person.
    figure('a minute', bytes / minutes, 'limit of a session'),
  ];
};

const recordVisit = async (): Promise<{ readonly bytes: number; readonly minutes: number }> => {
  const [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  const { db, close } = openDatabase({ databaseUrl: null, dataFolder: demo.dataFolder });
  try {
    const ada = await openCase(await browser.newContext(), demo, 'zendesk');
    await ada.signIn();
    const { link } = await ada.startSession();
    const live = await ada.openLiveView();
    const { page, banner } = await joinByLink(await browser.newContext(), demo, link);
    await live.getByRole('button', { name: 'Start recording', exact: true }).click(within);
    await banner.press('Allow recording', () => banner.isThere('button', 'Stop recording'));
    await live.getByRole('button', { name: 'Stop recording', exact: true }).waitFor(within);
    await visitShop(page, demo.shop);
    await (await inClosedRoot(page)).waitFor('button', 'Stop recording');
    await ada.endSession();
    const rows = () => db.selectFrom('artifacts').selectAll().where('kind', '=', 'recording').execute();
    const stored = await until(
      async () => (await rows()).find(({ state }) => state === 'stored'),
      'it is kept',
      60_000,
    );
    return sizeOf(stored);
  } finally {
    await browser.close();
    await close();
    await demo.stop();
  }
};

/** @throws when little was recorded: then the figure says nothing. */
const sizeOf = ({ stored_bytes: bytes, duration_ms: durationMs, recording }: ArtifactRow) => {
  const { index } = v.parse(Kept, JSON.parse(recording ?? 'null'));
  const pages = index.keyframes.length;
  process.stderr.write(`a visit of ${durationMs} ms with ${pages} whole pages: ${bytes} bytes\n`);
  if (durationMs === null || durationMs < least.durationMs || bytes < least.bytes || pages < least.pages)
    throw new Error('The visit was not recorded.');
  return { bytes, minutes: durationMs / 60_000 };
};
