import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { openDirectFile } from '../../server/recordings/direct-file.ts';
import { Journal } from '../../server/recordings/journal/journal.ts';
import { createReplayJournals } from '../../server/recordings/journal/replay-journals.ts';
import { RecordingFile } from '../../server/recordings/recording-file.ts';

/** As many as there are recordings in it. */
export const journaledIds = ['a', 'b', 'c', 'd', 'e'].map((letter) => `art_${letter.repeat(22)}`);
export const journaledPath = (folder: string, id: string): string => join(folder, `${id}.frames`);

/** Says it once a frame was taken in: its number, and when that was. */
const record = async (folder: string): Promise<void> => {
  const journal = new Journal({
    folder: join(folder, 'journals'),
    flushAfterMs: 60,
    segmentBytes: 1024 * 1024,
  });
  const files = await Promise.all(
    journaledIds.map(async (id) => {
      const own = await openDirectFile(journaledPath(folder, id), 'w');
      return new RecordingFile({ id, own, bytes: 0, journal, onFailed: fail });
    }),
  );
  for (let number = 0; ; number += 1) {
    for (const file of files) file.appendFrame(number, frameOf(number));
    process.stdout.write(`${number} ${performance.now()}\n`);
    await turn();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

/** Some are larger than what a journal takes at once. */
export const frameOf = (number: number): Buffer =>
  Buffer.alloc(number % 50 === 49 ? 1_200_000 : 2_000 + number, number);

const fail = (problem: string, cause: unknown): never => {
  throw new Error(problem, { cause });
};

/** For whoever wants to kill it in the middle. */
const replay = async (folder: string): Promise<void> => {
  const replayAll = createReplayJournals({
    folder: join(folder, 'journals'),
    isOwn: () => false,
    pathOf: (id) => journaledPath(folder, id),
    isOpen: () => false,
  });
  process.stdout.write('replaying\n');
  await replayAll();
};

if (process.argv[1] === import.meta.filename) {
  const [, , what = '', folder = ''] = process.argv;
  await (what === 'record' ? record : replay)(folder);
}
