import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** What processes of one program take, in bytes, as the kernel counts it. */
export interface ProcessFamily {
  /** From here on the most that each takes is noted anew. */
  mark(): void;
  /** The most that one process of each kind has taken since `mark`, beyond what it took then: `renderer` is a tab. */
  extra(): Readonly<Record<string, number>>;
}

/** A process and all that it has started. */
export const processFamily = (pid: number): ProcessFamily => {
  const before = new Map<number, number>();
  return {
    mark: () => {
      for (const member of membersOf(pid)) {
        // https://docs.kernel.org/filesystems/proc.html: 5 sets the peak back to what is taken now.
        writeFileSync(`/proc/${member}/clear_refs`, '5');
        before.set(member, read(member, 'VmRSS'));
      }
    },
    extra: () => {
      const most: Record<string, number> = {};
      for (const member of membersOf(pid)) {
        const kind = /--type=([a-z-]+)/.exec(readFileSync(`/proc/${member}/cmdline`, 'utf8'))?.[1] ?? 'main';
        const extra = read(member, 'VmHWM') - (before.get(member) ?? 0);
        most[kind] = Math.max(most[kind] ?? 0, extra);
      }
      return most;
    },
  };
};

const membersOf = (pid: number): readonly number[] => {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(Number(name))]),
  );
  const isMember = (one: number): boolean => {
    if (one === pid) return true;
    const parent = parents.get(one);
    return parent !== undefined && parent > 1 && isMember(parent);
  };
  return [...parents.keys()].filter(isMember);
};

const parentOf = (pid: number): number => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It has ended meanwhile, and belongs to nobody.
    return 0;
  }
};

const read = (pid: number, what: string): number =>
  1024 *
  Number(new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
