import { type EntryHead, entryHeadBytes, writeEntryHead } from '../../../protocol/recording.ts';
import { chunkHeadBytes, writeChunkHead } from './chunk.ts';
import { type RecordPlace, recordHeadBytes, writeRecordHead } from './record.ts';

export const blockBytes = 1024 * 1024;
/** What one record can hold at most. */
export const largestPieceBytes = blockBytes - chunkHeadBytes - recordHeadBytes;

/** Memory that entries of all recordings are copied into, one after the other, on their way to the journal. */
export class Block {
  readonly #memory = Buffer.allocUnsafeSlow(blockBytes);
  readonly #view = new DataView(this.#memory.buffer);
  /** The chunk that is being filled. */
  #chunkAt = 0;
  #filled = 0;

  /** Nothing is in it any more. */
  empty(): void {
    this.#chunkAt = 0;
    this.#filled = chunkHeadBytes;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#filled + recordHeadBytes + bytes <= blockBytes;
  }

  /** Copies an entry for which there is room. For every frame that is recorded. */
  addEntry(place: RecordPlace, head: EntryHead, payload: Uint8Array): void {
    const at = this.#begin(place, entryHeadBytes + payload.length);
    writeEntryHead(this.#memory, at, head);
    this.#memory.set(payload, at + entryHeadBytes);
  }

  /** The same with a part of one. */
  addPiece(place: RecordPlace, piece: Uint8Array): void {
    this.#memory.set(piece, this.#begin(place, piece.length));
  }

  /** What came since the last time, as it is to be written. Null: nothing did. */
  takeChunk(): Buffer | null {
    const chunk = this.#memory.subarray(this.#chunkAt, this.#filled);
    if (chunk.length <= chunkHeadBytes) return null;
    writeChunkHead('records', chunk);
    this.#chunkAt = this.#filled;
    this.#filled += chunkHeadBytes;
    return chunk;
  }

  #begin(place: RecordPlace, length: number): number {
    const at = this.#filled + recordHeadBytes;
    writeRecordHead(this.#view, this.#filled, { ...place, length });
    this.#filled = at + length;
    return at;
  }
}
