import { gzipSync } from 'node:zlib';
import { bundleSnippet } from '../server/pages/bundle-snippet.ts';
import type { Benchmark } from './figure.ts';

/** What a website's visitors download: before a session, and with one in each language. */
export const measureSnippet: Benchmark = async () => {
  const { loader, cores } = await bundleSnippet();
  const weigh = (body: Uint8Array): number => gzipSync(body, { level: 9 }).length;
  const before = weigh(loader.body);
  const sessions = Object.entries(cores).map(([language, core]) => ({
    name: `snippet with a session (${language}), gzipped`,
    unit: 'bytes',
    ours: before + weigh(core.body),
    peers: { limit: 40_000 },
  }));
  return [
    { name: 'snippet before a session, gzipped', unit: 'bytes', ours: before, peers: { limit: 5_000 } },
    ...sessions,
  ];
};
