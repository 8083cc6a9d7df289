import type { Benchmark, Figure } from '../figure.ts';
import { load } from '../relay/load.ts';
import { measureServer } from '../relay/measure-server.ts';
import { Processors } from '../relay/processors.ts';

const server = new URL('../relay/handrail-server.ts', import.meta.url);

/** Under this load a segment of the journal is over after 90 s, in which each own file is written once or twice and synced once: what is measured is one such period. */
const measuredMs = 90_000;
/** Until own files are written all the time. The first segment goes after 180 s. */
const settleMs = 105_000;

/**
 * The relay's load with every session recorded, and with none. Both run at the same time, and change processors: how fast this machine is changes from minute to minute
 * by more than what is to be measured, and so it changes for both. The median of rounds, each in new processes.
 */
export const measureRecording: Benchmark = async () => {
  const rounds: Round[] = [];
  for (let round = 1; round <= load.rounds; round += 1) {
    const { recorded, unrecorded } = await measureBoth();
    rounds.push({ recorded, unrecorded });
    process.stderr.write(
      `recording, round ${round}: recorded ${recorded.toFixed(1)} µs, unrecorded ${unrecorded.toFixed(1)} µs\n`,
    );
  }
  const middle = rounds.toSorted((left, right) => moreOf(left) - moreOf(right))[
    Math.floor(rounds.length / 2)
  ];
  if (!middle) throw new Error('There was no round.');
  const figures: readonly Figure[] = [
    {
      name: 'recording: relay CPU per delivered frame',
      unit: 'µs',
      ours: middle.recorded,
      peers: { unrecorded: middle.unrecorded },
    },
    {
      name: 'recording: relay CPU per delivered frame, more than unrecorded',
      unit: '%',
      ours: moreOf(middle),
      peers: { limit: 10 },
    },
  ];
  return figures;
};

/** In µs per delivered frame. */
interface Round {
  readonly recorded: number;
  readonly unrecorded: number;
}

const measureBoth = async (): Promise<Round> => {
  const processors = new Processors();
  try {
    const [recorded, unrecorded] = await Promise.all([
      measure('recorded', processors),
      measure('unrecorded', processors),
    ]);
    return { recorded, unrecorded };
  } finally {
    processors.stop();
  }
};

const measure = async (name: keyof Round, processors: Processors): Promise<number> => {
  const { cpuMicroseconds } = await measureServer({
    server,
    args: [name],
    spokenAs: 'handrail',
    settleMs,
    measuredMs,
    processors,
  });
  return cpuMicroseconds;
};

/** In percent. */
const moreOf = ({ recorded, unrecorded }: Round): number => (recorded / unrecorded - 1) * 100;
