import { chunkHeadBytes, finishChunk } from './chunk.ts';
import type { Memory } from './memory.ts';

const idBytes = 26;
/** A number (u32) and the id of the recording that has it. */
const nameBytes = 4 + idBytes;

/** Numbers for recordings, because their ids in every record would be long. Each segment says whose they are, so that it can be replayed by itself. */
export class Names {
  readonly #memory: Memory;
  readonly #ids = new Map<number, string>();
  #last = 0;
  /** The last that was said. */
  #said = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** @throws RangeError for what is no recording's id. */
  give(id: string): number {
    if (Buffer.byteLength(id) !== idBytes) throw new RangeError(`No recording is called ${id}.`);
    this.#last += 1;
    this.#ids.set(this.#last, id);
    return this.#last;
  }

  /** Nobody needs what segments from now on have of it. */
  forget(number: number): void {
    this.#ids.delete(number);
  }

  /** What has to be said before the next records; in a new segment, all. Each chunk is in the same memory as the one before. */
  *takeChunks(isNew: boolean): Generator<Buffer> {
    const from = isNew ? 0 : this.#said;
    if (from === this.#last) return;
    this.#said = this.#last;
    const names = [...this.#ids].filter(([number]) => number > from);
    const memory = this.#memory.names;
    const atOnce = Math.floor((memory.length - chunkHeadBytes) / nameBytes);
    for (let at = 0; at < names.length; at += atOnce) {
      const some = names.slice(at, at + atOnce);
      for (const [index, name] of some.entries())
        writeName(memory.subarray(chunkHeadBytes + index * nameBytes), name);
      yield finishChunk('names', memory, some.length * nameBytes);
    }
  }
}

/** The ids in a chunk that is whole, by their numbers. */
export const readNames = (content: Buffer): ReadonlyMap<number, string> => {
  const names = new Map<number, string>();
  for (let at = 0; at < content.length; at += nameBytes)
    names.set(content.readUInt32BE(at), content.toString('latin1', at + 4, at + nameBytes));
  return names;
};

const writeName = (to: Buffer, [number, id]: readonly [number, string]): void => {
  to.writeUInt32BE(number);
  to.write(id, 4, 'latin1');
};
