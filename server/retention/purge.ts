import { type RetentionNeeds, retentionTable } from './retention-table.ts';

interface PurgeNeeds extends RetentionNeeds {
  readonly now: () => number;
}

/** How many were removed, by what they are; only of what there were any. */
export type Purged = Readonly<Record<string, number>>;

/** Removes all that has been kept for as long as the table says. Safe to run at any time, and by several nodes at once. */
export const createPurge =
  ({ now, ...needs }: PurgeNeeds): (() => Promise<Purged>) =>
  async () => {
    const purged: Record<string, number> = {};
    for (const { what, keptMs, purge } of retentionTable) {
      const removed = await purge(needs, now() - keptMs);
      if (removed > 0) purged[what] = removed;
    }
    return purged;
  };
