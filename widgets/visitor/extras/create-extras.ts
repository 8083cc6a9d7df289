import type { CreateExtras, Extra } from '../extras.ts';
import { createFiles } from './files.ts';
import { createRecording } from './recording.ts';
import { createScreenshotNotice } from './screenshot-notice.ts';

/**
 * All extras as one. To add another: write `create…` in a file beside this one, which takes `ExtrasNeeds` and gives an `Extra` (only the
 * members that it needs), and name it in `all`. Its texts stand in a file of its own, by language; `core-extras.ts` says what makes the
 * core fetch this part; `loader.test.ts` bounds its size.
 */
export const createExtras: CreateExtras = (needs) => {
  const all: readonly Extra[] = [createRecording, createFiles, createScreenshotNotice].map((create) =>
    create(needs),
  );
  return {
    hear: (message) => {
      for (const one of all) one.hear?.(message);
    },
    take: (kind, body, origin) => {
      for (const one of all) one.take?.(kind, body, origin);
    },
    changed: () => {
      for (const one of all) one.changed?.();
    },
    keying: async (generation) =>
      (await Promise.all(all.map((one) => one.keying?.(generation) ?? []))).flat(),
    stop: () => {
      for (const one of all) one.stop?.();
    },
  };
};
