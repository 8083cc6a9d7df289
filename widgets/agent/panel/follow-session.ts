import { mayBeMistaken } from '../../../protocol/ending.ts';
import type { SessionView } from '../../../protocol/http/sessions.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { isRetried, isSettled } from '../summary/is-settled.ts';
import { wait } from '../wait.ts';

interface FollowNeeds {
  readonly signal: AbortSignal;
  readonly look: () => Promise<SessionView>;
  readonly seen: (session: SessionView) => void;
  readonly missed: (refusal: Refusal) => void;
}

const everyMs = 2_000;
const slowlyMs = 10_000;
/** A little more than the server gives. */
const mayGoOnMs = 130_000;

/** Keeps looking at a session until it is over for good and its summary is where it belongs, or nowhere. Slower while nobody sees the panel, or while the CRM is waited for. */
export const followSession = async ({ signal, look, seen, missed }: FollowNeeds): Promise<void> => {
  let latest: SessionView | null = null;
  let overSince = Number.POSITIVE_INFINITY;
  const mayGoOn = (): boolean => latest !== null && mayBeTakenBack(latest, performance.now() - overSince);
  while (!signal.aborted && !(latest && isDone(latest) && !mayGoOn())) {
    const nothingSoon = latest && (isWaiting(latest) || isDone(latest));
    await wait(document.hidden || nothingSoon ? slowlyMs : everyMs, signal);
    if (signal.aborted) return;
    try {
      latest = await look();
      if (signal.aborted) return;
      if (latest.state.name === 'ended') overSince = Math.min(overSince, performance.now());
      else overSince = Number.POSITIVE_INFINITY;
      seen(latest);
    } catch (error) {
      missed(refusalOf(error));
    }
  }
};

const isDone = ({ state, writeBack }: SessionView): boolean =>
  state.name === 'ended' && (!writeBack || isSettled(writeBack));

/** Whether its end can still turn out to have been a mistake. */
const mayBeTakenBack = ({ state }: SessionView, overForMs: number): boolean =>
  state.name === 'ended' && mayBeMistaken(state.reason) && overForMs < mayGoOnMs;

const isWaiting = ({ writeBack }: SessionView): boolean => writeBack !== null && isRetried(writeBack);
