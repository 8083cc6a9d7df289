import { gzipSync } from 'node:zlib';
import { buildBundles } from '../server/pages/bundles.ts';
import type { Benchmark } from './figure.ts';

/** What a website's visitors download: before a session, and with one. */
export const measureSnippet: Benchmark = async () => {
  const { loader, core } = await buildBundles();
  const before = gzipSync(loader.body).length;
  const after = before + gzipSync(core.body).length;
  return [
    { name: 'snippet before a session, gzipped', unit: 'bytes', ours: before, peers: { limit: 5 * 1024 } },
    { name: 'snippet with a session, gzipped', unit: 'bytes', ours: after, peers: { limit: 40 * 1024 } },
  ];
};
