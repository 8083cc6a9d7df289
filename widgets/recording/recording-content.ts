/** A recording's content, to be had by the range. */
export interface RecordingContent {
  /** All of it. */
  readonly bytes: number;
  /** The bytes from `offset` on: as many as were asked for, or fewer at the end. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

interface FetchedContentNeeds {
  readonly bytes: number;
  /** A multiple of it is fetched each time. */
  readonly chunkBytes: number;
  /** The bytes of one chunk. */
  fetchChunk(first: number, last: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** As much as an hour of a busy page; what was seen longest ago is fetched again. */
const mostKeptBytes = 64 * 1024 * 1024;

/** Fetches chunks when they are needed, each once. */
export const fetchedContent = ({ bytes, chunkBytes, fetchChunk }: FetchedContentNeeds): RecordingContent => {
  const chunks = new Map<number, Promise<Uint8Array<ArrayBuffer>>>();

  const chunkAt = (number: number): Promise<Uint8Array<ArrayBuffer>> => {
    const known = chunks.get(number);
    if (known) return known;
    const first = number * chunkBytes;
    const chunk = fetchChunk(first, Math.min(first + chunkBytes, bytes) - 1);
    chunks.set(number, chunk);
    // What could not be fetched is asked for again the next time; whoever waits for it hears of it.
    chunk.catch(() => chunks.delete(number));
    const [oldest] = chunks.keys();
    if (oldest !== undefined && chunks.size * chunkBytes > mostKeptBytes) chunks.delete(oldest);
    return chunk;
  };

  return {
    bytes,
    read: async (offset, length) => {
      const chunk = await chunkAt(Math.floor(offset / chunkBytes));
      const start = offset % chunkBytes;
      return chunk.subarray(start, start + length);
    },
  };
};
