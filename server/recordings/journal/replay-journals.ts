import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { checkKey } from './chunk.ts';
import { type Claim, claimJournal } from './claim-journal.ts';
import { createReplaySegment, type ReplayNeeds } from './replay-segment.ts';

interface ReplayJournalsNeeds extends ReplayNeeds {
  readonly folder: string;
  /** Whether this process writes the journal of this name. */
  readonly isOwn: (name: string) => boolean;
}

const looksEveryMs = 50;

/**
 * Brings what journals of dead processes have into the recordings' own files, and removes them. What is killed in it is done again: it
 * writes the same to the same places. Journals of processes that live are left alone, and who finds
 * another process at it waits until that is done. @throws what the disk says; nothing may go on with a recording then.
 */
export const createReplayJournals = (needs: ReplayJournalsNeeds): (() => Promise<void>) => {
  let turn: Promise<void> = Promise.resolve();
  return () => {
    const done = turn.then(() => replayAll(needs));
    turn = done.catch(() => undefined);
    return done;
  };
};

const replayAll = async (needs: ReplayJournalsNeeds): Promise<void> => {
  if ((await foreignIn(needs)).length === 0) return;
  const turn = await ownTurn(needs.folder);
  try {
    for (const [name, numbers] of await foreignIn(needs)) await replayIfDead(needs, name, numbers);
  } finally {
    turn.release();
  }
};

/** One process at a time: a journal that is claimed is then one that is written. */
const ownTurn = async (folder: string): Promise<Claim> => {
  for (;;) {
    const claim = claimJournal(folder, 'replay');
    if (claim) return claim;
    await wait(looksEveryMs);
  }
};

const replayIfDead = async (needs: ReplayJournalsNeeds, name: string, numbers: number[]): Promise<void> => {
  const claim = claimJournal(needs.folder, name);
  if (!claim) return;
  try {
    await replayOne(needs, name, numbers);
  } finally {
    claim.release();
  }
};

const replayOne = async (needs: ReplayJournalsNeeds, name: string, numbers: number[]): Promise<void> => {
  const segments = numbers
    .sort((left, right) => left - right)
    .map((number) => ({
      path: join(needs.folder, `${name}.${number}.segment`),
      key: checkKey(name),
      number,
    }));
  const replay = createReplaySegment(needs);
  for (const segment of segments) await replay.segment(segment);
  await replay.sync();
  // The oldest first: what is left can always be replayed by itself.
  for (const { path } of segments) await rm(path, { force: true });
};

const fileName = /^(journal_[\w-]{22})\.(?:(\d+)\.segment|lock)$/;

const foreignIn = async ({ folder, isOwn }: ReplayJournalsNeeds) =>
  [...(await journalsIn(folder))].filter(([name]) => !isOwn(name));

/** By name, the numbers of their segments; of some, only the lock is left. */
const journalsIn = async (folder: string): Promise<Map<string, number[]>> => {
  const journals = new Map<string, number[]>();
  for (const entry of await readdir(folder)) {
    const [, name, number] = fileName.exec(entry) ?? [];
    if (name === undefined) continue;
    const numbers = journals.get(name) ?? [];
    if (number !== undefined) numbers.push(Number(number));
    journals.set(name, numbers);
  }
  return journals;
};
