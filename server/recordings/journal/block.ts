import {
  chunkHeadBytes,
  readRecordLength,
  recordHeadBytes,
  writeChunkHead,
  writeRecordHead,
} from './record.ts';

export const blockBytes = 1024 * 1024;
/** What one record can hold at most. */
export const largestPieceBytes = blockBytes - chunkHeadBytes - recordHeadBytes;

/** Memory that entries of all recordings are copied into once: from it they go to the journal, and later to their own files. */
export class Block {
  readonly number: number;
  readonly bytes: Buffer;
  readonly #onFree: (block: Block) => void;
  #holders = 0;
  /** The chunk that is being filled. */
  #chunkAt = 0;
  #filled = chunkHeadBytes;

  constructor(number: number, bytes: Buffer, onFree: (block: Block) => void) {
    this.number = number;
    this.bytes = bytes;
    this.#onFree = onFree;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#filled + recordHeadBytes + bytes <= blockBytes;
  }

  /** Begins a record for which there is room. The answer is where its bytes belong, to be copied there in the same task. */
  begin(id: Buffer, offset: number, length: number): number {
    const at = this.#filled;
    writeRecordHead(this.bytes, at, { id, offset, length });
    this.#filled = at + recordHeadBytes + length;
    return at + recordHeadBytes;
  }

  /** The bytes of the record that begins before this place. */
  piece(from: number): Buffer {
    return this.bytes.subarray(from, from + readRecordLength(this.bytes, from));
  }

  /** What came since the last time, as it is to be written. Null: nothing did. */
  takeChunk(): Buffer | null {
    const chunk = this.bytes.subarray(this.#chunkAt, this.#filled);
    if (chunk.length <= chunkHeadBytes) return null;
    writeChunkHead(chunk);
    this.#chunkAt = this.#filled;
    this.#filled += chunkHeadBytes;
    return chunk;
  }

  hold(): void {
    this.#holders += 1;
  }

  /** Whoever is the last to let go gives it back. */
  release(): void {
    this.#holders -= 1;
    if (this.#holders > 0) return;
    this.#chunkAt = 0;
    this.#filled = chunkHeadBytes;
    this.#onFree(this);
  }
}
