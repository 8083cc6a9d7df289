import type { Memory } from './memory.ts';
import { chunkHeadBytes, recordHeadBytes, writeChunkHead, writeRecordHead } from './record.ts';

export const blockBytes = 1024 * 1024;
/** What one record can hold at most. */
export const largestPieceBytes = blockBytes - chunkHeadBytes - recordHeadBytes;

/** Memory that entries of all recordings are copied into, one after the other, on their way to the journal. */
export class Block {
  readonly bytes: Buffer;
  /** Of the memory that it is in. */
  readonly piece: number;
  /** The chunk that is being filled. */
  #chunkAt = 0;
  #filled = chunkHeadBytes;

  constructor({ all }: Memory, piece: number) {
    this.piece = piece;
    this.bytes = all.subarray(piece, piece + blockBytes);
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

  /** What came since the last time, as it is to be written. Null: nothing did. */
  takeChunk(): Buffer | null {
    const chunk = this.bytes.subarray(this.#chunkAt, this.#filled);
    if (chunk.length <= chunkHeadBytes) return null;
    writeChunkHead(chunk);
    this.#chunkAt = this.#filled;
    this.#filled += chunkHeadBytes;
    return chunk;
  }
}
