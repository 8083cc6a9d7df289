import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Benchmark, Figure } from './figure.ts';
import { measureProof } from './proof.ts';
import { measureRelay } from './relay/measure-relay.ts';
import { measureSnippet } from './snippet.ts';
import { measureBytes } from './storage/measure-bytes.ts';
import { measureRecording } from './storage/measure-recording.ts';
import { measureSeek } from './storage/measure-seek.ts';
import { measureStorage } from './storage/measure-storage.ts';
import { table } from './table.ts';

const benchmarks: Readonly<Record<string, Benchmark>> = {
  relay: measureRelay,
  snippet: measureSnippet,
  proof: measureProof,
  storage: async () => [
    ...(await measureStorage()),
    ...(await measureRecording()),
    ...(await measureSeek()),
    ...(await measureBytes()),
  ],
};

/** `npm run bench [-- --only <name>] [--json <file>]` */
const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
const { only, json } = values;
const chosen = Object.entries(benchmarks).filter(([name]) => only === undefined || name === only);
if (chosen.length === 0)
  throw new Error(`There is no benchmark “${only}”, only ${Object.keys(benchmarks).join(', ')}.`);

const figures: Figure[] = [];
for (const [, measure] of chosen) figures.push(...(await measure()));
process.stdout.write(table(figures));
if (json !== undefined) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
