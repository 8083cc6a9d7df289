import * as v from 'valibot';
import { entryTypes, type RecordingEntry, RecordingEvent, readEntry } from '../../protocol/recording.ts';

/** Every entry of a recording, which has to end with a whole one. */
const entriesIn = (content: Buffer): readonly RecordingEntry[] => {
  const entries: RecordingEntry[] = [];
  for (let offset = 0; offset < content.length; ) {
    const read = readEntry(content, offset);
    if (typeof read === 'string') throw new Error(`${read} at ${offset} of ${content.length}`);
    entries.push(read.entry);
    offset = read.next;
  }
  return entries;
};

export const framesIn = (content: Buffer): readonly Buffer[] =>
  entriesIn(content).flatMap(({ type, payload }) =>
    type === entryTypes.frame ? [Buffer.from(payload)] : [],
  );

export const eventsIn = (content: Buffer): readonly RecordingEvent[] =>
  entriesIn(content).flatMap(({ type, payload }) =>
    type === entryTypes.event
      ? [v.parse(RecordingEvent, JSON.parse(Buffer.from(payload).toString('utf8')))]
      : [],
  );
