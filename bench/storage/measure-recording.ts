import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark, Figure } from '../figure.ts';
import { startUnderLoad } from '../relay/measure-server.ts';
import { Processors } from '../relay/processors.ts';

const server = new URL('../relay/handrail-server.ts', import.meta.url);

/** Under this load a segment of the journal is over after 90 s, in which each own file is written once or twice and synced once: what is measured is one such period. */
const measuredMs = 90_000;
/** Until own files are written all the time. The first segment goes after 180 s. */
const settleMs = 105_000;
const rounds = 2;

/**
 * The relay's load with every session recorded, and with none, by two processes at the same time which change places in the middle of each round, and processors
 * all the time. One process may be a tenth dearer than another that does the same, by where its memory came to be; and how fast this machine is changes from minute to minute.
 * The mean of all.
 */
export const measureRecording: Benchmark = async () => {
  const costs: Costs[] = [];
  for (let round = 1; round <= rounds; round += 1) costs.push(...(await measureRound(round)));
  const mean = {
    recorded: meanOf(costs.map(({ recorded }) => recorded)),
    unrecorded: meanOf(costs.map(({ unrecorded }) => unrecorded)),
  };
  const figures: readonly Figure[] = [
    {
      name: 'recording: relay CPU per delivered frame',
      unit: 'µs',
      ours: mean.recorded,
      peers: { unrecorded: mean.unrecorded },
    },
    {
      name: 'recording: relay CPU per delivered frame, more than unrecorded',
      unit: '%',
      ours: (mean.recorded / mean.unrecorded - 1) * 100,
      peers: { limit: 10 },
    },
  ];
  return figures;
};

/** In µs per delivered frame. */
interface Costs {
  readonly recorded: number;
  readonly unrecorded: number;
}

type UnderLoad = Awaited<ReturnType<typeof startUnderLoad>>;

const measureRound = async (round: number): Promise<readonly Costs[]> => {
  const processors = new Processors();
  const start = () => startUnderLoad({ server, spokenAs: 'handrail', processors });
  const [one, other] = await Promise.all([start(), start()]);
  try {
    await one.change('recorded');
    const first = await measureBoth({ recorded: one, unrecorded: other });
    await one.change('unrecorded');
    await other.change('recorded');
    const second = await measureBoth({ recorded: other, unrecorded: one });
    for (const { recorded, unrecorded } of [first, second]) {
      const costs = `recorded ${recorded.toFixed(1)} µs, unrecorded ${unrecorded.toFixed(1)} µs`;
      process.stderr.write(`recording, round ${round}: ${costs}\n`);
    }
    return [first, second];
  } finally {
    processors.stop();
    await Promise.all([one.stop(), other.stop()]);
  }
};

const measureBoth = async ({ recorded, unrecorded }: Record<keyof Costs, UnderLoad>): Promise<Costs> => {
  await wait(settleMs);
  const [more, less] = await Promise.all([recorded.measure(measuredMs), unrecorded.measure(measuredMs)]);
  return { recorded: more.cpuMicroseconds, unrecorded: less.cpuMicroseconds };
};

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
