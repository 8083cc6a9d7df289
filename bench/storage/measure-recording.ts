import type { Benchmark } from '../figure.ts';
import { load } from '../relay/load.ts';
import { measureServer, median } from '../relay/measure-server.ts';

const server = new URL('../relay/handrail-server.ts', import.meta.url);

/** Under this load a segment of the journal is full of 45 s, in which each own file is written about twice and synced once: what is measured is one such period. */
const measuredMs = 45_000;
/**
 * The first segment goes after 90 s, which takes some seconds: from then on it all happens as it always does. Without recordings it runs for as long:
 * how often the garbage collector comes depends on how old a process is.
 */
const settleMs = 105_000;

/** The relay's load with every session recorded, and with none; the median of rounds that take turns. */
export const measureRecording: Benchmark = async () => {
  const rounds: { recorded: number[]; unrecorded: number[] } = { recorded: [], unrecorded: [] };
  for (let round = 1; round <= load.rounds; round += 1) {
    for (const name of ['unrecorded', 'recorded'] as const) {
      const { cpuMicroseconds } = await measureServer({
        server,
        args: [name],
        spokenAs: 'handrail',
        settleMs,
        measuredMs,
      });
      rounds[name].push(cpuMicroseconds);
      process.stderr.write(`recording, round ${round}: ${name} ${cpuMicroseconds.toFixed(1)} µs\n`);
    }
  }
  return [
    {
      name: 'recording: relay CPU per delivered frame',
      unit: 'µs',
      ours: median(rounds.recorded),
      peers: { unrecorded: median(rounds.unrecorded) },
    },
  ];
};
