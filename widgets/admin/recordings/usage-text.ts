import { msg, str } from '@lit/localize';
import type { ArtifactUsage } from '../../../protocol/http/artifacts.ts';
import { sizeText } from '../../agent/size-text.ts';

/** What recordings take: how many, how long, how much, and what a minute weighs. Null: there are none. */
export const recordingUsageText = ({ kinds }: ArtifactUsage): string | null => {
  const recordings = kinds.find(({ kind }) => kind === 'recording');
  if (!recordings || recordings.count === 0) return null;
  const { count, storedBytes, recordedMs } = recordings;
  const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const minutes = recordedMs / 60_000;
  const [number, length, size] = [format.format(count), format.format(minutes), sizeText(storedBytes)];
  const each = sizeText(Math.round(storedBytes / Math.max(minutes, 1 / 60)));
  return msg(str`Recordings: ${number}. Minutes: ${length}. They take ${size}: ${each} a recorded minute.`);
};

/** What files and screenshots take together. */
export const fileUsageText = ({ kinds }: ArtifactUsage): string => {
  const files = kinds.filter(({ kind }) => kind !== 'recording');
  const number = files.reduce((sum, { count }) => sum + count, 0);
  const size = sizeText(files.reduce((sum, { storedBytes }) => sum + storedBytes, 0));
  return msg(str`Files and screenshots: ${number}. They take ${size}.`);
};
