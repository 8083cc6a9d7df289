import { type Driven, type DriverRole, drivers } from './drivers.ts';
import { type GeneratorReport, load, type RelayName } from './load.ts';

/** A process that opens all sessions, sends at a fixed rate, and measures how long frames are on their way. */
const [name, port] = process.argv.slice(2);
const driver = drivers[name as RelayName];
const tell = (report: GeneratorReport) => process.send?.(report);

const latenciesMs: number[] = [];
let measuring = false;
const arrived = (stamp: Buffer): void => {
  if (measuring) latenciesMs.push(performance.now() - stamp.readDoubleBE(0));
};

const openSession = async (session: number): Promise<Driven> => {
  const as = (role: DriverRole, onFrame: (stamp: Buffer) => void) =>
    driver({ port: Number(port), session, role, onFrame });
  const [visitor] = await Promise.all([as('visitor', () => undefined), as('agent', arrived)]);
  return visitor;
};

const visitors: Driven[] = [];
while (visitors.length < load.sessions) {
  const batch = Array.from({ length: 50 }, (_, index) => openSession(visitors.length + index));
  visitors.push(...(await Promise.all(batch)));
}

const perMs = (load.sessions * load.framesPerSecond) / 1000;
const stamp = Buffer.alloc(8);
let sent = 0;
const startedAt = performance.now();
// Each session sends in its turn, spread over the whole second; a late timer catches up.
setInterval(() => {
  const due = Math.floor((performance.now() - startedAt) * perMs);
  for (; sent < due; sent += 1) {
    stamp.writeDoubleBE(performance.now());
    visitors[sent % visitors.length]?.send(stamp);
  }
}, 2);

setTimeout(() => tell({ type: 'warm' }), load.warmUpMs);
process.on('message', (message) => {
  if (message === 'measure') {
    latenciesMs.length = 0;
    measuring = true;
  }
  if (message !== 'stop') return;
  measuring = false;
  latenciesMs.sort((left, right) => left - right);
  const at = (share: number) => latenciesMs[Math.floor(latenciesMs.length * share)] ?? Number.NaN;
  tell({ type: 'done', delivered: latenciesMs.length, p50Ms: at(0.5), p99Ms: at(0.99) });
});
process.on('disconnect', () => process.exit());
