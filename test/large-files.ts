import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Page } from 'playwright-core';
import { maxFileBytes } from '../protocol/file-transfer.ts';
import { defaultStoragePolicy, type StoragePolicy } from '../protocol/storage-policy.ts';
import { launchProfile, type Profile } from './support/browser.ts';
import { type ProcessFamily, processFamily } from './support/process-family.ts';
import { type RestartableDemo, startRestartableDemo } from './support/restartable-demo.ts';
import { type WatchedSession, watchSession } from './support/watched-session.ts';

/**
 * `npm run test:files [-- <bytes> [sealed|server]]`: the largest file that there may be, both ways, between two real browsers: sealed between them, and
 * kept on the server. Says how long each took, and what each process took of memory beyond what it had before.
 */
const [bytes = maxFileBytes, onlyWay] = [Number(process.argv[2]) || undefined, process.argv[3]];
const within = { timeout: 60 * 60_000 };
const MB = 1e6;

const folder = mkdtempSync(join(tmpdir(), 'handrail-large-'));

const makeFile = (name: string): string => {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  for (let at = 0; at < bytes; at += MB) writeSync(file, randomBytes(Math.min(MB, bytes - at)));
  closeSync(file);
  return path;
};

const sha256 = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

interface House extends WatchedSession {
  readonly families: Readonly<Record<'agent' | 'customer' | 'server', ProcessFamily>>;
}

const cardOf = (live: Page, name: string) =>
  live.getByRole('list', { name: 'Files' }).getByRole('listitem').filter({ hasText: name });

/** What the agent reads meanwhile, each text once. */
const follow = async (live: Page, name: string, signal: AbortSignal): Promise<readonly string[]> => {
  const said: string[] = [];
  while (!signal.aborted) {
    const text = await cardOf(live, name).getByRole('status').textContent(within);
    if (text && text !== said.at(-1)) said.push(text);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return said;
};

const measured = async ({ families }: House, what: string, move: () => Promise<void>): Promise<void> => {
  for (const family of Object.values(families)) family.mark();
  const start = performance.now();
  await move();
  const seconds = (performance.now() - start) / 1000;
  const memory = Object.entries(families).map(([who, family]) => {
    const kinds = Object.entries(family.extra()).filter(([, extra]) => extra > 5 * MB);
    return `${who} ${kinds.map(([kind, extra]) => `${kind} +${(extra / MB).toFixed(0)} MB`).join(', ') || '–'}`;
  });
  process.stdout.write(
    `${what}: ${seconds.toFixed(0)} s (${(bytes / MB / seconds).toFixed(1)} MB/s); ${memory.join('; ')}\n`,
  );
};

const fromAgent = async (house: House, path: string): Promise<void> => {
  const { live, customer } = house;
  await live.locator('handrail-files input[type=file]').setInputFiles(path);
  await customer.banner.waitFor('button', 'Accept', within.timeout);
  await customer.banner.press('Accept', () => customer.banner.isThere('button', 'Cancel'));
  await cardOf(live, 'from-agent').getByText('The customer has it.').waitFor(within);
};

const savedByCustomer = async ({ customer }: House): Promise<string> => {
  const downloaded = customer.page.waitForEvent('download', within);
  let isDownloaded = false;
  void downloaded.then(() => {
    isDownloaded = true;
  });
  await customer.banner.press('Save', async () => isDownloaded);
  return (await downloaded).path();
};

const fromCustomer = async ({ live, customer }: House, path: string): Promise<void> => {
  await live.getByRole('button', { name: 'Ask for a file' }).click();
  const chooses = customer.page.waitForEvent('filechooser', within);
  await customer.banner.press(
    'Choose a file…',
    async () => !(await customer.banner.isThere('button', 'Choose a file…')),
  );
  await (await chooses).setFiles(path);
  await cardOf(live, 'from-customer').getByText('Received. Save it to keep it.').waitFor(within);
};

const savedByAgent = async ({ live }: House): Promise<string> => {
  const downloaded = live.waitForEvent('download', within);
  await live.getByRole('button', { name: 'Save: from-customer' }).click();
  return (await downloaded).path();
};

const openHouse = async (
  demo: RestartableDemo,
  [agent, customer]: readonly [Profile, Profile],
): Promise<House> => ({
  ...(await watchSession(agent.context, customer.context, demo)),
  families: {
    agent: processFamily(agent.pid()),
    customer: processFamily(customer.pid()),
    server: processFamily(demo.handrailPid()),
  },
});

const runWay = async (way: 'sealed' | 'server', keepTransfers: boolean): Promise<void> => {
  const profiles = [
    await launchProfile(join(folder, `agent-${way}`)),
    await launchProfile(join(folder, `customer-${way}`)),
  ] as const;
  const transfer = { ...defaultStoragePolicy.transfer, maxBytes: maxFileBytes };
  const storage: StoragePolicy = { ...defaultStoragePolicy, transfer, keepTransfers };
  const demo = await startRestartableDemo(() => ({ storage }));
  try {
    const house = await openHouse(demo, profiles);
    for (const [from, move, save] of [
      ['agent', fromAgent, savedByCustomer],
      ['customer', fromCustomer, savedByAgent],
    ] as const) {
      const path = makeFile(`from-${from}.bin`);
      const following = new AbortController();
      const said = follow(house.live, `from-${from}`, following.signal);
      await measured(house, `${way}, from the ${from}`, () => move(house, path));
      following.abort();
      process.stdout.write(`  ${(await said).join(' | ')}\n`);
      let saved = '';
      await measured(house, `${way}, from the ${from}, saved`, async () => {
        saved = await save(house);
      });
      assert.equal(await sha256(saved), await sha256(path));
    }
  } finally {
    for (const { context } of profiles) await context.close();
    await demo.stop();
  }
};

try {
  if (onlyWay !== 'server') await runWay('sealed', false);
  if (onlyWay !== 'sealed') await runWay('server', true);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
