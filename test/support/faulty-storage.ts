import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProblemCode } from '../../protocol/problem.ts';
import { Problem } from '../../server/http/problem.ts';
import type { ArtifactStorage } from '../../server/storage/artifact-storage.ts';
import { openDisk } from '../../server/storage/disk.ts';

/** A disk in the place of a target, which does what a test says: what real ones do, their contract tests show. */
export interface FaultyStorage extends ArtifactStorage {
  /** From here on every call is answered with this; null: as it should be. */
  fail(code: ProblemCode | null, retryAfter?: number): void;
  /** Happens within the next put, once what is put is there. */
  duringPut(act: () => Promise<void>): void;
  readonly folder: string;
  /** Every call so far. */
  readonly calls: readonly string[];
}

export const faultyStorage = (
  folder: string,
  about: Partial<Pick<ArtifactStorage, 'kind' | 'region'>> = {},
): FaultyStorage => {
  const disk = openDisk({ folder, region: null });
  const calls: string[] = [];
  let failing: Problem | null = null;
  let meanwhile: (() => Promise<void>) | null = null;
  const called = (what: string): void => {
    calls.push(what);
    if (failing) throw failing;
  };
  return {
    ...disk,
    ...about,
    folder,
    calls,
    put: async (object, signal) => {
      called(`put ${object.key}`);
      // As a CRM: a second try looks for the first, by its key.
      const isThere = about.kind === 'zendesk' && existsSync(join(folder, object.key));
      const stored = isThere ? { ref: object.key, url: null } : await disk.put(object, signal);
      const act = meanwhile;
      meanwhile = null;
      await act?.();
      return stored;
    },
    read: async (ref, range) => {
      called(`read ${ref}`);
      return disk.read(ref, range);
    },
    remove: async (ref) => {
      called(`remove ${ref}`);
      await disk.remove(ref);
    },
    fail: (code, retryAfter) => {
      failing = code && new Problem(code, 'So the test says.', { retryAfter });
    },
    duringPut: (act) => {
      meanwhile = act;
    },
  };
};
