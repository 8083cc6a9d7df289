import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomId } from '../../server/crypto/random.ts';
import { openDirectFile } from '../../server/recordings/direct-file.ts';
import { Journal } from '../../server/recordings/journal/journal.ts';
import { createReplayJournals } from '../../server/recordings/journal/replay-journals.ts';
import { RecordingFile } from '../../server/recordings/recording-file.ts';
import { until } from './until.ts';

const segmentBytes = 32 * 1024;

/** One recording, and a journal that is over with a segment after little. */
export const openSmallJournal = async (root: string) => {
  const folder = mkdtempSync(join(root, 'small-'));
  const journals = join(folder, 'journals');
  mkdirSync(journals);
  const id = randomId('art');
  const path = join(folder, `${id}.frames`);
  const journal = new Journal({ folder: journals, segmentBytes });
  const own = await openDirectFile(path, 'w');
  const file = new RecordingFile({ id, own, bytes: 0, journal, onFailed: fail });
  const segment = (number: number) => readFileSync(segmentPath(journals, number));

  return {
    journal,
    journals,
    file,
    path,
    segment,
    /** Takes a frame in, and waits until it is in the journal. */
    append: async (frame: Buffer): Promise<void> => {
      const number = journal.segmentNumber;
      file.appendFrame(0, frame);
      await until(async () => segment(number).includes(frame), 'it is in the journal');
    },
    /** The same with one that the segment is over with, and until what can go has gone. */
    fill: async (frame = Buffer.alloc(segmentBytes, 'f')): Promise<void> => {
      const number = journal.segmentNumber;
      file.appendFrame(0, frame);
      await until(async () => journal.segmentNumber > number, 'the segment is over');
      await journal.tidy();
    },
    /** What a process has left of it that dies now. */
    crash: () => leftBehind(folder),
  };
};

/** The numbers of the segments whose files are there. */
export const segmentsIn = (journals: string): readonly number[] =>
  readdirSync(journals)
    .flatMap((name) => /\.(\d+)\.segment$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((left, right) => left - right);

export const segmentPath = (journals: string, number: number): string => {
  const name = readdirSync(journals).find((there) => there.endsWith(`.${number}.segment`));
  if (name === undefined) throw new Error(`There is no segment ${number}.`);
  return join(journals, name);
};

const leftBehind = (folder: string) => {
  const copy = mkdtempSync(`${folder}-left-`);
  cpSync(folder, copy, { recursive: true });
  const journals = join(copy, 'journals');
  const pathOf = (id: string) => join(copy, `${id}.frames`);
  const recorded = () => readdirSync(copy).filter((name) => name.endsWith('.frames'));

  return {
    journals,
    recorded,
    /** Of the one recording. */
    content: () => readFileSync(join(copy, recorded()[0] ?? '')),
    empty: () => writeFileSync(join(copy, recorded()[0] ?? ''), ''),
    forget: () => rmSync(join(copy, recorded()[0] ?? '')),
    keepOnly: (number: number) => {
      for (const other of segmentsIn(journals)) if (other !== number) rmSync(segmentPath(journals, other));
    },
    replay: createReplayJournals({ folder: journals, isOwn: () => false, pathOf, isOpen: () => false }),
  };
};

const fail = (problem: string, cause: unknown): never => {
  throw new Error(problem, { cause });
};
