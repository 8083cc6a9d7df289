import type { RecordingIndex } from '../../protocol/recording.ts';
import { ApiProblem } from '../link/api.ts';
import { MirrorGap } from '../mirror/mirror-gap.ts';
import { pageTitle } from '../mirror/page-title.ts';
import type { RecordingContent } from './recording-content.ts';
import { RecordingDamaged } from './recording-damaged.ts';
import type { RecordingOpener } from './recording-opener.ts';
import { readRecording } from './recording-reader.ts';

/** A page that was visited. */
export interface RecordedPage {
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

/** Finds out what the pages of a recording are called, one after another. */
export class RecordedPages {
  readonly #needs: RecordedPagesNeeds;
  #unread: RecordingIndex['keyframes'];

  constructor(needs: RecordedPagesNeeds) {
    this.#needs = needs;
    const loads = needs.index.keyframes.filter(({ stream }, index, all) => all[index - 1]?.stream !== stream);
    this.#unread = loads.slice(0, mostPages);
  }

  /** Reads those that have not been read. What is damaged is left out; what can't be fetched is left for the next call. */
  async find(signal: AbortSignal): Promise<void> {
    const unread = this.#unread;
    this.#unread = [];
    for (const load of unread) {
      if (signal.aborted) return;
      const title = await titleAt(this.#needs, load.offset);
      if (signal.aborted) return;
      if (title === 'unreachable') this.#unread = [...this.#unread, load];
      else if (title) this.#needs.found({ at: load.at, title: title.text });
    }
  }
}

/** Null: nothing that has a title lies there, or it is damaged. */
const titleAt = async (
  { content, createOpener }: RecordedPagesNeeds,
  offset: number,
): Promise<{ readonly text: string } | 'unreachable' | null> => {
  const reader = readRecording(content, offset);
  const opener = createOpener();
  try {
    for (let entry = await reader.next(); entry; entry = await reader.next()) {
      const body = await opener.open(entry);
      if (body?.kind !== 'page') continue;
      const text = body.keyframe ? pageTitle(body.body) : null;
      return text === null ? null : { text };
    }
    return null;
  } catch (error) {
    // Who plays it there hears of it.
    if (error instanceof RecordingDamaged || error instanceof MirrorGap) return null;
    if (error instanceof ApiProblem) return 'unreachable';
    throw error;
  }
};
