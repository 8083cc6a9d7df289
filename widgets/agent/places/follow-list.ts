import type { ListedSession } from '../../../protocol/http/sessions.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { wait } from '../wait.ts';

interface FollowListNeeds {
  readonly signal: AbortSignal;
  readonly look: () => Promise<readonly ListedSession[]>;
  readonly seen: (sessions: readonly ListedSession[]) => void;
  readonly missed: (refusal: Refusal) => void;
}

const everyMs = 5_000;
const hiddenEveryMs = 20_000;

/** Looks at a list of sessions, now and again and again; slower while nobody sees the page. */
export const followList = async ({ signal, look, seen, missed }: FollowListNeeds): Promise<void> => {
  while (!signal.aborted) {
    try {
      const sessions = await look();
      if (!signal.aborted) seen(sessions);
    } catch (error) {
      if (!signal.aborted) missed(refusalOf(error));
    }
    await wait(document.hidden ? hiddenEveryMs : everyMs, signal);
  }
};
