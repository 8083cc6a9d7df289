import { type FileHandle, open } from 'node:fs/promises';
import * as v from 'valibot';
import { decodeHeader, type FrameHeader, frameFlags, headerBytes } from '../../protocol/frame.ts';
import {
  entryHeadBytes,
  entryTypes,
  RecordingEvent,
  type RecordingIndex,
  readEntryHead,
} from '../../protocol/recording.ts';

export interface IndexedRecording {
  readonly index: RecordingIndex;
  /** Up to the end of the last whole entry: a process may have been killed while it wrote the next. */
  readonly wholeBytes: number;
  readonly frames: number;
}

/** Reads a recording's file from end to end, of frames their heads alone. Null: there is no such file. */
export const indexRecording = async (path: string): Promise<IndexedRecording | null> => {
  const handle = await openIfThere(path);
  if (!handle) return null;
  try {
    return await readAll(handle);
  } finally {
    await handle.close();
  }
};

const readAll = async (handle: FileHandle): Promise<IndexedRecording> => {
  const { size } = await handle.stat();
  const window = new Window(handle);
  const gathering = new Gathering();
  let offset = 0;
  for (;;) {
    const head = readEntryHead(await window.at(offset, entryHeadBytes), 0);
    if (typeof head === 'string') break;
    const next = offset + entryHeadBytes + head.length;
    if (next > size) break;
    if (head.type === entryTypes.event) {
      gathering.event(head.at, await window.at(offset + entryHeadBytes, head.length));
    } else {
      const header = decodeHeader(await window.at(offset + entryHeadBytes, headerBytes));
      gathering.frame({ at: head.at, offset, header });
    }
    offset = next;
  }
  return { index: gathering.index(), wholeBytes: offset, frames: gathering.frames };
};

interface Passed {
  readonly at: number;
  readonly offset: number;
  readonly header: FrameHeader | null;
}

type Keyframe = RecordingIndex['keyframes'][number];

/** Two of one stream that are closer than this are one for whoever seeks. */
const apartMs = 1000;
/** One each four seconds of a whole day. Whoever changes the stream with each page could make far more: those are recorded, and reached by playing on. */
const mostKeyframes = 20_000;

class Gathering {
  frames = 0;
  #lastAt = 0;
  readonly #keyframes: Keyframe[] = [];
  readonly #events: RecordingEvent[] = [];
  readonly #activity: [number, number][] = [];
  /** Begun, and its last part has not come. */
  #coming: Keyframe | null = null;

  event(at: number, payload: Buffer): void {
    this.#lastAt = at;
    this.#events.push(v.parse(RecordingEvent, JSON.parse(payload.toString('utf8'))));
  }

  frame({ at, offset, header }: Passed): void {
    this.#lastAt = at;
    this.frames += 1;
    if (!header) return;
    const isKeyframe = (header.flags & frameFlags.keyframe) !== 0;
    if (header.kind === 'page') this.#page({ at, offset, header }, isKeyframe);
    if (!isKeyframe && header.kind !== 'asset') this.#moved(Math.floor(at / 1000));
  }

  index(): RecordingIndex {
    return {
      durationMs: this.#lastAt,
      keyframes: this.#keyframes,
      events: this.#events,
      activity: this.#activity,
    };
  }

  #page({ at, offset, header }: Passed & { readonly header: FrameHeader }, isKeyframe: boolean): void {
    const stream = header.stream.toString(16);
    if (this.#coming?.stream !== stream) this.#coming = null;
    if (isKeyframe) this.#coming ??= { at, offset, generation: header.key, stream };
    if ((header.flags & frameFlags.more) !== 0) return;
    const whole = this.#coming;
    this.#coming = null;
    if (this.#keyframes.length === mostKeyframes) return;
    const last = this.#keyframes.at(-1);
    if (whole && (last?.stream !== stream || whole.at - last.at >= apartMs)) this.#keyframes.push(whole);
  }

  #moved(second: number): void {
    const last = this.#activity.at(-1);
    if (last && second - last[1] <= 1) last[1] = second;
    else this.#activity.push([second, second]);
  }
}

const windowBytes = 1024 * 1024;

/** What is read of the file at a time. */
class Window {
  readonly #handle: FileHandle;
  readonly #buffer = Buffer.alloc(windowBytes);
  #from = 0;
  #bytes = Buffer.alloc(0);

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Fewer at the file's end. */
  async at(offset: number, length: number): Promise<Buffer> {
    if (length > windowBytes) throw new RangeError(`An entry's head of ${length} bytes.`);
    if (offset < this.#from || offset + length > this.#from + this.#bytes.length) {
      const { bytesRead } = await this.#handle.read(this.#buffer, 0, windowBytes, offset);
      this.#from = offset;
      this.#bytes = this.#buffer.subarray(0, bytesRead);
    }
    return this.#bytes.subarray(offset - this.#from, offset - this.#from + length);
  }
}

const openIfThere = async (path: string): Promise<FileHandle | null> => {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};
