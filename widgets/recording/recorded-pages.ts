import type { RecordingIndex } from '../../protocol/recording.ts';
import { ApiProblem } from '../link/api.ts';
import { MirrorGap } from '../mirror/mirror-gap.ts';
import { pageTitle } from '../mirror/page-title.ts';
import type { RecordingContent } from './recording-content.ts';
import { RecordingDamaged } from './recording-damaged.ts';
import type { RecordingOpener } from './recording-opener.ts';
import { readRecording } from './recording-reader.ts';

/** A page that was visited. */
interface RecordedPage {
  readonly at: number;
  readonly title: string;
}

interface RecordedPagesNeeds {
  readonly content: RecordingContent;
  readonly index: RecordingIndex;
  createOpener(): RecordingOpener;
  found(page: RecordedPage): void;
}

/** More than anybody reads through, and than is fetched for a list. */
const mostPages = 200;

/** Finds out what the pages of a recording are called, one after another. What can't be read is left out. */
export const findPages = async (needs: RecordedPagesNeeds, signal: AbortSignal): Promise<void> => {
  const loads = needs.index.keyframes.filter(({ stream }, index, all) => all[index - 1]?.stream !== stream);
  for (const { at, offset } of loads.slice(0, mostPages)) {
    if (signal.aborted) return;
    const title = await titleAt(needs, offset);
    if (title !== null && !signal.aborted) needs.found({ at, title });
  }
};

const titleAt = async ({ content, createOpener }: RecordedPagesNeeds, offset: number) => {
  const reader = readRecording(content, offset);
  const opener = createOpener();
  try {
    for (let entry = await reader.next(); entry; entry = await reader.next()) {
      const body = await opener.open(entry);
      if (body?.kind === 'page') return body.keyframe ? pageTitle(body.body) : null;
    }
    return null;
  } catch (error) {
    // Who plays it there hears of it.
    if (error instanceof ApiProblem || error instanceof RecordingDamaged || error instanceof MirrorGap)
      return null;
    throw error;
  }
};
