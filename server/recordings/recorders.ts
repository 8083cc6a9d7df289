import { constants } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import type { ProblemCode } from '../../protocol/problem.ts';
import type { SealedRoots } from '../../protocol/recording.ts';
import type { CheckPlace, KeepArtifact } from '../artifacts/artifact.ts';
import { spoolDisk } from '../artifacts/spool-disk.ts';
import { makeFolder } from '../config/make-folder.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { openDirectFile } from './direct-file.ts';
import { createFinishOver } from './finish-over.ts';
import { indexRecording } from './index-recording.ts';
import { Journal } from './journal/journal.ts';
import { createReplayJournals } from './journal/replay-journals.ts';
import { nodeIdOf } from './node-id.ts';
import { putTogether } from './put-together.ts';
import { Recorder } from './recorder.ts';
import { RecordingFile } from './recording-file.ts';
import type { RecordingKeys } from './recording-keys.ts';
import { keyWithin, type RecordedSession, type Recording } from './recording-store.ts';

interface RecordersNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly keys: Pick<RecordingKeys, 'current'>;
  readonly keep: KeepArtifact;
  readonly checkPlace: CheckPlace;
  /** Where the files of recordings that go on are; it is there. */
  readonly folder: string;
  /** Whether the disk has room for more of what waits for its storage. */
  readonly hasRoom: () => Promise<boolean>;
  /** Whether this tenant is still here. */
  readonly isThere: (tenantId: string) => Promise<boolean>;
  /** The largest recording, as the tenant decides now. */
  readonly maxBytesOf: (tenantId: string) => Promise<number>;
  /** As `Journal` has it, unless a test says otherwise. */
  readonly maxWaitingBytes?: number;
  readonly now: () => number;
  readonly log: Pick<Logger, 'error' | 'warn'>;
}

type Checked = Pick<RecordedSession, 'tenantId' | 'sessionId' | 'caseId'>;

interface Keyed {
  readonly of: RecordedSession;
  readonly roots: SealedRoots;
  /** What `check` answered. */
  readonly decided: string;
  /** As the audit log names who lets it be recorded. */
  readonly actor: string;
}

interface Whose {
  /** Asks the visitor for a whole page. */
  readonly wantKeyframe: () => void;
  /** It can't go on: nothing is stored from this call on. */
  readonly onFailed: (problem: ProblemCode) => void;
}

interface Going {
  readonly recorder: Recorder;
  readonly fail: (problem: ProblemCode) => void;
}

/** Of the sessions whose people are in rooms of this process. */
export interface Recorders {
  /** Whether it could be kept, and these roots may be recorded with now. Answers with how it is to be kept. @throws Problem what `CheckPlace` does, `spool_full`, `recording_unavailable` (not sealed to the tenant's key). */
  check(of: Checked, roots: SealedRoots): Promise<string>;
  /** Writes a generation's roots down, and with the first that a recording began. It belongs into the transaction that finds the grant standing. */
  keyWithin(trx: Transaction, keyed: Keyed): Promise<Recording>;
  /** Goes on with its file. `isResumed`: something is in it already. */
  open(recording: Recording, whose: Whose): Promise<Opened>;
  /** The session has nobody here for now: it may go on later. */
  suspend(recorder: Recorder): Promise<void>;
  /** Its grant is gone: makes an artifact of it. What fails is tried again by `sweep`. */
  finish(recorder: Recorder): Promise<void>;
  /** Puts together what is over and not kept, and looks whether there is still room. Every few seconds. */
  sweep(): Promise<void>;
  /** Everything taken in is on the disk then, if only in the journal. */
  close(): Promise<void>;
}

interface Opened {
  readonly recorder: Recorder;
  readonly isResumed: boolean;
}

export const createRecorders = (needs: RecordersNeeds): Recorders => {
  const { db, folder, hasRoom, now, log } = needs;
  const node = nodeIdOf(folder);
  const pathOf = (id: string) => join(folder, `${id}.frames`);
  const going = new Map<string, Going>();
  const isOpen = (id: string) => going.has(id);
  const journals = join(folder, 'journals');
  makeFolder(journals);
  const journal = new Journal({ ...needs, folder: journals });
  const replayJournals = createReplayJournals({
    folder: journals,
    isOwn: (name) => journal.isCalled(name),
    pathOf,
    isOpen,
  });
  const finishOver = createFinishOver({
    db,
    node,
    isOpen,
    putTogether: putTogether({ ...needs, pathOf }),
    now,
    log,
  });

  const hasRoomAtLast = async (): Promise<boolean> => {
    if (await hasRoom()) return true;
    // What the journal only keeps for later goes before a recording ends.
    journal.wantRoom();
    await journal.tidy().catch((err: unknown) => log.error({ err }, 'The journal can’t make room'));
    return hasRoom();
  };

  const finishWhole = async (): Promise<void> => {
    await replayJournals();
    await finishOver();
  };

  const openOne = async (recording: Recording, { wantKeyframe, onFailed }: Whose): Promise<Opened> => {
    const fail = (problem: ProblemCode, cause?: unknown) => {
      log.warn({ err: cause, problem, recordingId: recording.id }, 'A recording can’t go on');
      onFailed(problem);
    };
    const maxBytes = await needs.maxBytesOf(recording.tenant_id);
    await going.get(recording.id)?.recorder.close();
    // What a process that was killed had of it comes first.
    await replayJournals().catch(unavailable);
    askForMemory(journal);
    const { own, bytes } = await openFile(pathOf(recording.id));
    const recorder = new Recorder({
      id: recording.id,
      startedAt: recording.started_at,
      file: new RecordingFile({ id: recording.id, own, bytes, journal, onFailed: fail }),
      maxBytes,
      onTooLarge: () => fail('artifact_too_large'),
      wantKeyframe,
      now,
    });
    going.set(recording.id, { recorder, fail });
    return { recorder, isResumed: bytes > 0 };
  };

  const closeOne = async (recorder: Recorder): Promise<void> => {
    if (await recorder.close()) going.delete(recorder.id);
  };

  return {
    check: (of, roots) => check(needs, of, roots),
    keyWithin: (trx, keyed) => keyWithin(trx, { ...keyed, node, at: now() }),
    open: openOne,
    suspend: closeOne,
    finish: async (recorder) => {
      await closeOne(recorder);
      await finishWhole();
    },
    sweep: async () => {
      if (going.size > 0 && !(await hasRoomAtLast()))
        for (const { fail } of going.values()) fail('spool_full');
      await Promise.all([journal.tidy(), finishWhole()]);
    },
    close: async () => {
      await Promise.all([...going.values()].map(({ recorder }) => recorder.leave()));
      await journal.close();
    },
  };
};

const check = async (
  { checkPlace, hasRoom, keys }: RecordersNeeds,
  { tenantId, sessionId, caseId }: Checked,
  { key }: SealedRoots,
): Promise<string> => {
  // Before a byte of it is written: its own file counts for the region as well.
  const decided = await checkPlace({ tenantId, sessionId, caseId, kind: 'recording' });
  if (!(await hasRoom())) throw new Problem('spool_full', 'There is no room for recordings now.');
  const { fingerprint } = await keys.current(tenantId);
  if (key === fingerprint) return decided;
  throw new Problem('recording_unavailable', 'This is not the key that recordings are sealed to.');
};

const unavailable = (cause: unknown): never => {
  throw new Problem('recording_unavailable', 'What was recorded before can’t be read.', { cause });
};

const askForMemory = (journal: Journal): void => {
  try {
    journal.memory.ask();
  } catch (cause) {
    throw new Problem('recording_unavailable', 'There is no memory for recordings.', { cause });
  }
};

/** What a process that was killed left behind its last whole entry is cut off. */
const openFile = async (path: string) => {
  const before = await indexRecording(path);
  const bytes = before?.wholeBytes ?? 0;
  if (before) await truncate(path, bytes);
  const own = await openDirectFile(path, constants.O_RDWR | constants.O_CREAT);
  // The journal brings nothing into a file that is not there: its name has to survive a loss of power, too.
  if (!before) await spoolDisk.syncFolder(dirname(path));
  return { own, bytes };
};
