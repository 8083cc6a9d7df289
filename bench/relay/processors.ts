import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One server and what loads it. */
interface Group {
  readonly server: number;
  readonly generator: number;
}

const turnMs = 250;

/**
 * Has two servers that are compared change processors all the time, each with the other's load beside it. On a shared machine one processor may be a fifth
 * slower than another for minutes, by what neighbours do: so both have as much of either. Where that can't be done, the system places them.
 */
export class Processors {
  readonly #two = firstTwo();
  readonly #groups: Group[] = [];
  #turn = 0;
  #timer: NodeJS.Timeout | null = null;

  add(group: Group): void {
    this.#groups.push(group);
    if (this.#groups.length === 2 && this.#two) this.#timer = setInterval(() => this.#change(), turnMs);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  #change(): void {
    this.#turn += 1;
    for (const [index, { server, generator }] of this.#groups.entries()) {
      this.#place(server, this.#turn + index);
      this.#place(generator, this.#turn + index + 1);
    }
  }

  #place(process: number, turn: number): void {
    spawnSync('taskset', ['-acp', String(this.#two?.[turn % 2]), String(process)], { stdio: 'ignore' });
  }
}

/** The first that this process may run on. Null: there are not two, or nobody to place something there. */
const firstTwo = (): readonly [number, number] | null => {
  if (spawnSync('taskset', ['-p', String(process.pid)], { stdio: 'ignore' }).status !== 0) return null;
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  const [first, second] = list.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return [from, ...(to > from ? [from + 1] : [])];
  });
  return first === undefined || second === undefined ? null : [first, second];
};
