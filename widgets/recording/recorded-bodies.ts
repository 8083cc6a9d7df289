import type { RecordedBody, RecordingOpener } from './recording-opener.ts';
import type { RecordingReader } from './recording-reader.ts';

/** What happened in a recording, opened as far as it is wanted. */
export interface RecordedBodies {
  /** Up to this moment, itself included; each call goes on where the last one ended. */
  until(at: number): Promise<readonly RecordedBody[]>;
}

export const recordedBodies = (reader: RecordingReader, opener: RecordingOpener): RecordedBodies => {
  let ahead: Awaited<ReturnType<RecordingReader['next']>> | undefined;

  const read = async (at: number): Promise<readonly RecordedBody[]> => {
    const bodies: RecordedBody[] = [];
    for (;;) {
      ahead = ahead === undefined ? await reader.next() : ahead;
      if (ahead === null || ahead.at > at) return bodies;
      const body = await opener.open(ahead);
      ahead = undefined;
      if (body) bodies.push(body);
    }
  };

  let last: Promise<unknown> = Promise.resolve();
  return {
    // One at a time: two readers of the same bytes would share them out.
    until: (at) => {
      const mine = last.then(() => read(at));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
};
