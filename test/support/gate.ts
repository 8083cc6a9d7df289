import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { after } from 'node:test';

/** Stands before a server: what comes to it gets there, is turned away, or is taken and never answered. */
export interface Gate {
  readonly port: number;
  /** Cuts every line there is; from here on it is so. */
  turn(to: GateState): void;
  /** How many lines are held without an answer. */
  held(): number;
  /** How many bytes have come to it. */
  passed(): number;
  /** Is refusing once so many more bytes have come. */
  refuseAfter(bytes: number): void;
}

type GateState = 'open' | 'refusing' | 'silent';

const closings: (() => void)[] = [];
after(() => {
  for (const close of closings) close();
});

/** A gate before a port of 127.0.0.1. It is closed when the file's tests are over. */
export const openGate = async (behind: number): Promise<Gate> => {
  let state: GateState = 'open';
  let passed = 0;
  let most = Number.POSITIVE_INFINITY;
  const lines = new Set<Socket>();
  const keep = (line: Socket): void => {
    lines.add(line);
    line.on('close', () => lines.delete(line));
    // Cutting a line is what this is for.
    line.on('error', () => line.destroy());
  };
  const server = createServer((line) => {
    if (state === 'refusing') return void line.destroy();
    keep(line);
    if (state === 'silent') return void line.resume();
    const inner = connect(behind, '127.0.0.1');
    keep(inner);
    line.on('data', (bytes) => {
      passed += bytes.length;
      if (passed > most) turn('refusing');
    });
    line.pipe(inner).pipe(line);
    line.on('close', () => inner.destroy());
    inner.on('close', () => line.destroy());
  });
  const cut = (): void => {
    for (const line of lines) line.destroy();
  };
  const turn = (to: GateState): void => {
    state = to;
    most = Number.POSITIVE_INFINITY;
    cut();
  };
  closings.push(() => {
    cut();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    turn,
    held: () => (state === 'silent' ? lines.size : 0),
    passed: () => passed,
    refuseAfter: (bytes) => {
      most = passed + bytes;
    },
  };
};
