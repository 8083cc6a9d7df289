import type { SessionView } from '../../../protocol/http/sessions.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { wait } from '../wait.ts';

interface FollowNeeds {
  readonly signal: AbortSignal;
  readonly look: () => Promise<SessionView>;
  readonly seen: (session: SessionView) => void;
  readonly missed: (refusal: Refusal) => void;
}

const everyMs = 2_000;
const hiddenEveryMs = 10_000;

/** Keeps looking at a session until it is over and its note on the case is decided. Slower while nobody sees the panel. */
export const followSession = async ({ signal, look, seen, missed }: FollowNeeds): Promise<void> => {
  for (let done = false; !done && !signal.aborted; ) {
    await wait(document.hidden ? hiddenEveryMs : everyMs, signal);
    if (signal.aborted) return;
    try {
      const session = await look();
      if (signal.aborted) return;
      seen(session);
      done = session.state.name === 'ended' && session.note !== 'pending';
    } catch (error) {
      missed(refusalOf(error));
    }
  }
};
