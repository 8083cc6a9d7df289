import { chunkHeadBytes, writeChunkHead } from './chunk.ts';

const idBytes = 26;
/** A number (u32) and the id of the recording that has it. */
const nameBytes = 4 + idBytes;

/** Numbers for recordings, because their ids in every record would be long. Each segment says whose they are, so that it can be replayed by itself. */
export class Names {
  readonly #ids = new Map<number, string>();
  #last = 0;
  /** The last that was said. */
  #said = 0;

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

  /** What has to be said before the next records: in a new segment, all. Null: nothing. */
  takeChunk(isNew: boolean): Buffer | null {
    const from = isNew ? 0 : this.#said;
    if (from === this.#last) return null;
    this.#said = this.#last;
    const names = [...this.#ids].filter(([number]) => number > from);
    if (names.length === 0) return null;
    const chunk = Buffer.concat([Buffer.alloc(chunkHeadBytes), ...names.map(encodeName)]);
    writeChunkHead('names', chunk);
    return chunk;
  }
}

/** The ids in a chunk that is whole, by their numbers. */
export const readNames = (content: Buffer): ReadonlyMap<number, string> => {
  const names = new Map<number, string>();
  for (let at = 0; at < content.length; at += nameBytes)
    names.set(content.readUInt32BE(at), content.toString('latin1', at + 4, at + nameBytes));
  return names;
};

const encodeName = ([number, id]: readonly [number, string]): Buffer => {
  const name = Buffer.alloc(nameBytes);
  name.writeUInt32BE(number);
  name.write(id, 4, 'latin1');
  return name;
};
