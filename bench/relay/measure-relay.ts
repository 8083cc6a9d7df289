import type { Benchmark } from '../figure.ts';
import { load, type RelayName, relayNames } from './load.ts';
import { type Measured, measureServer, median } from './measure-server.ts';

/** 1,000 sessions × 10 frames a second × 500 bytes, through us, through a plain TCP pipe, and through socket.io; the median of rounds that take turns. */
export const measureRelay: Benchmark = async () => {
  const rounds: Record<RelayName, Measured[]> = { handrail: [], pipe: [], 'socket.io': [] };
  for (let round = 1; round <= load.rounds; round += 1) {
    for (const name of relayNames) {
      const measured = await measureServer({ server: servers[name], spokenAs: name });
      rounds[name].push(measured);
      const { cpuMicroseconds, p50Ms, p99Ms } = measured;
      process.stderr.write(
        `relay, round ${round}: ${name} ${cpuMicroseconds.toFixed(1)} µs, p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms\n`,
      );
    }
  }
  const figure = (name: string, unit: string, of: (measured: Measured) => number) => ({
    name,
    unit,
    ours: median(rounds.handrail.map(of)),
    peers: { pipe: median(rounds.pipe.map(of)), 'socket.io': median(rounds['socket.io'].map(of)) },
  });
  return [
    figure('relay: server CPU per delivered frame', 'µs', (measured) => measured.cpuMicroseconds),
    figure('relay: latency p50', 'ms', (measured) => measured.p50Ms),
    figure('relay: latency p99', 'ms', (measured) => measured.p99Ms),
  ];
};

const servers: Readonly<Record<RelayName, URL>> = {
  handrail: new URL('./handrail-server.ts', import.meta.url),
  pipe: new URL('./pipe-server.ts', import.meta.url),
  'socket.io': new URL('./socketio-server.ts', import.meta.url),
};
