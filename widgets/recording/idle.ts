import type { RecordingIndex } from '../../protocol/recording.ts';

/** Shown of an idle time at its end, so that what happens next doesn't come out of nothing. */
const leadMs = 1_000;

/** Where to go on when nothing happens at this moment; the moment itself when something does, or soon will. */
export const afterIdle = ({ activity, durationMs }: RecordingIndex, at: number): number => {
  const next = activity.find(([, last]) => (last + 1) * 1000 > at);
  if (!next) return durationMs;
  return Math.max(at, next[0] * 1000 - leadMs);
};
