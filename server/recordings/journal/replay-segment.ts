import { type FileHandle, open } from 'node:fs/promises';
import * as v from 'valibot';
import { ArtifactId } from '../../../protocol/http/artifacts.ts';
import { writePieces } from '../write-pieces.ts';
import { blockBytes } from './block.ts';
import { chunkHeadBytes, type JournalRecord, readChunkHead, readRecords } from './record.ts';

export interface ReplayNeeds {
  readonly pathOf: (recordingId: string) => string;
  /** Whether its file is written to by this process. */
  readonly isOpen: (recordingId: string) => boolean;
}

interface Replay {
  /** Writes what is in it to where it belongs. */
  segment(path: string): Promise<void>;
  /** Has all of it on the disk. */
  sync(): Promise<void>;
}

/** What is read before it is written: so that a file gets much of what it gets at once. */
const gatheredBytes = 16 * 1024 * 1024;

export const createReplaySegment = ({ pathOf, isOpen }: ReplayNeeds): Replay => {
  const touched = new Set<string>();

  const write = async (id: string, runs: readonly Run[]): Promise<void> => {
    // Whoever has it open now went on with it when that other process was not dead yet.
    if (isOpen(id)) return;
    await withFile(pathOf(id), async (handle) => {
      for (const { offset, pieces } of runs) await writePieces(handle, pieces, offset);
      touched.add(id);
    });
  };

  return {
    segment: async (path) => {
      let gathered = new Gathered();
      for await (const records of chunksOf(path)) {
        for (const record of records) gathered.add(record);
        if (gathered.bytes < gatheredBytes) continue;
        for (const [id, runs] of gathered.byId) await write(id, runs);
        gathered = new Gathered();
      }
      for (const [id, runs] of gathered.byId) await write(id, runs);
    },
    sync: async () => {
      for (const id of touched) await withFile(pathOf(id), (handle) => handle.datasync());
    },
  };
};

/** Pieces that follow one another in a file. */
interface Run {
  readonly offset: number;
  readonly pieces: Buffer[];
  end: number;
}

class Gathered {
  readonly byId = new Map<string, Run[]>();
  bytes = 0;

  add({ id, offset, bytes }: JournalRecord): void {
    if (!v.is(ArtifactId, id)) throw new Error('A journal has a record of what is no recording.');
    this.bytes += bytes.length;
    const runs = this.byId.get(id) ?? [];
    this.byId.set(id, runs);
    const last = runs.at(-1);
    if (last?.end === offset) {
      last.pieces.push(bytes);
      last.end += bytes.length;
    } else {
      runs.push({ offset, pieces: [bytes], end: offset + bytes.length });
    }
  }
}

/** Up to the first that was not written whole. */
async function* chunksOf(path: string): AsyncGenerator<readonly JournalRecord[]> {
  const handle = await open(path, 'r');
  try {
    for (let at = 0; ; ) {
      const head = readChunkHead(await readAt(handle, at, chunkHeadBytes));
      if (!head || head.length > blockBytes) return;
      const records = readRecords(await readAt(handle, at + chunkHeadBytes, head.length), head);
      if (!records) return;
      yield records;
      at += chunkHeadBytes + head.length;
    }
  } finally {
    await handle.close();
  }
}

/** Fewer at the file's end. */
const readAt = async (handle: FileHandle, position: number, length: number): Promise<Buffer> => {
  const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
};

/** A file that is not there is of a recording that was put together: it stays away. */
const withFile = async (path: string, use: (handle: FileHandle) => Promise<void>): Promise<void> => {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r+');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
};
