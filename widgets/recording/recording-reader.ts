import { type RecordingEntry, readEntry } from '../../protocol/recording.ts';
import { concat } from '../seal/concat.ts';
import type { RecordingContent } from './recording-content.ts';
import { RecordingDamaged } from './recording-damaged.ts';

/** Reads a recording's entries one after another, fetching as it goes. */
export interface RecordingReader {
  /** Null at the end. @throws RecordingDamaged when what comes is no entry. */
  next(): Promise<RecordingEntry | null>;
}

/** At most this much is read at once. */
const stepBytes = 1024 * 1024;

/** `offset` is where an entry begins. */
export const readRecording = (content: RecordingContent, offset: number): RecordingReader => {
  let nextByte = offset;
  let bytes: Uint8Array = new Uint8Array(0);
  let at = 0;

  const readOn = async (): Promise<boolean> => {
    if (nextByte >= content.bytes) return false;
    const more = await content.read(nextByte, stepBytes);
    if (more.byteLength === 0) throw new RecordingDamaged('A recording is shorter than it says.');
    nextByte += more.byteLength;
    bytes = concat(bytes.subarray(at), more);
    at = 0;
    return true;
  };

  return {
    async next() {
      for (;;) {
        const read = readEntry(bytes, at);
        if (read === 'malformed') throw new RecordingDamaged('A recording holds something that is no entry.');
        if (read !== 'incomplete') {
          at = read.next;
          return read.entry;
        }
        if (await readOn()) continue;
        if (at < bytes.byteLength) throw new RecordingDamaged('A recording ends inside of an entry.');
        return null;
      }
    },
  };
};
