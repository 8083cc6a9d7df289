import { readdirSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A frame of another site in the same process: on a busy machine Chromium gives a press on one that has its own to the page around it.
  '--disable-site-isolation-trials',
  // As Safari and Firefox do by default, and as many Chrome users choose.
  '--test-third-party-cookie-phaseout',
];

/** A headless Chromium with a profile on the disk, as people have it: what a private window keeps is in its memory. */
export interface Profile {
  readonly context: BrowserContext;
  /** Of its first process. */
  readonly pid: () => number;
}

export const launchProfile = async (folder: string): Promise<Profile> => {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: flags,
  });
  return { context, pid: () => pidOf(folder) };
};

const pidOf = (folder: string): number => {
  const isFirst = (pid: string): boolean => {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return line.includes(`--user-data-dir=${folder}`) && !line.includes('--type=');
  };
  const found = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isFirst(name));
  if (found === undefined) throw new Error('No browser has this profile.');
  return Number(found);
};

/** A headless Chromium that blocks third-party cookies. The caller closes it. */
export const launchBrowser = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...flags, ...more] });
