import { type FileHandle, open } from 'node:fs/promises';
import * as v from 'valibot';
import { ArtifactId } from '../../../protocol/http/artifacts.ts';
import { writePieces } from '../write-pieces.ts';
import { blockBytes } from './block.ts';
import { type ChunkKind, chunkBytes, chunkHeadBytes, isWhole, readChunkHead } from './chunk.ts';
import { readNames } from './names.ts';
import { readRecords } from './record.ts';

export interface ReplayNeeds {
  readonly pathOf: (recordingId: string) => string;
  /** Whether its file is written to by this process. */
  readonly isOpen: (recordingId: string) => boolean;
}

interface SegmentFile {
  readonly path: string;
  /** Of the journal, as `checkKey` has it. */
  readonly key: Buffer;
  readonly number: number;
}

interface Replay {
  /** Writes what is in it to where it belongs. */
  segment(segment: SegmentFile): Promise<void>;
  /** Has all of it on the disk. */
  sync(): Promise<void>;
}

/** What is read before it is written: so that a file gets much of what it gets at once. */
const gatheredBytes = 16 * 1024 * 1024;
/** No journal writes larger ones. */
const largestChunkBytes = blockBytes;

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
    segment: async (segment) => {
      let gathered = new Gathered();
      for await (const pieces of piecesIn(segment)) {
        for (const piece of pieces) gathered.add(piece);
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

  add({ id, offset, bytes }: Piece): void {
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

/** Of the file of the recording with this id. */
interface Piece {
  readonly id: string;
  readonly offset: number;
  readonly bytes: Buffer;
}

async function* piecesIn(segment: SegmentFile): AsyncGenerator<readonly Piece[]> {
  const ids = new Map<number, string>();
  for await (const { kind, content } of chunksOf(segment)) {
    if (kind === 'records') yield piecesOf(content, ids);
    else for (const [number, id] of readNames(content)) ids.set(number, recordingId(id));
  }
}

const piecesOf = (content: Buffer, ids: ReadonlyMap<number, string>): readonly Piece[] =>
  readRecords(content).flatMap(({ number, offset, bytes }) => {
    const id = ids.get(number);
    // One that was over before this segment began has all of it in its own file.
    return id === undefined ? [] : { id, offset, bytes };
  });

const recordingId = (id: string): string => {
  if (!v.is(ArtifactId, id)) throw new Error('A journal names what is no recording.');
  return id;
};

/** Up to the first that was not written whole, or not for this segment. */
async function* chunksOf({
  path,
  key,
  number,
}: SegmentFile): AsyncGenerator<{ readonly kind: ChunkKind; readonly content: Buffer }> {
  const handle = await open(path, 'r');
  try {
    for (let at = 0; ; ) {
      const head = readChunkHead(await readAt(handle, at, chunkHeadBytes));
      if (!head || head.length > largestChunkBytes) return;
      const chunk = await readAt(handle, at, chunkBytes(head.length));
      if (!isWhole(chunk, { key, number, offset: at })) return;
      yield { kind: head.kind, content: chunk.subarray(chunkHeadBytes, chunkHeadBytes + head.length) };
      at += chunk.length;
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
