import type { ArtifactView } from '../../../protocol/http/artifacts.ts';
import type { Refusal } from '../../agent/refusal.ts';
import { refusalOf } from '../../agent/refusal-of.ts';
import { wait } from '../../agent/wait.ts';

const firstMs = 1_000;
/** A storage that is down may be so for hours. */
const atMostMs = 30_000;

interface FollowNeeds {
  readonly ask: () => Promise<ArtifactView>;
  readonly took: (artifact: ArtifactView) => void;
  /** Nobody looks any more. */
  readonly signal: AbortSignal;
}

/** Looks after something on its way, less and less often, until it is where it is to be kept, or was refused again. */
export const followMove = async ({ ask, took, signal }: FollowNeeds): Promise<void> => {
  for (let ms = firstMs; ; ms = Math.min(2 * ms, atMostMs)) {
    await wait(ms, signal);
    if (signal.aborted) return;
    const seen: ArtifactView | Refusal = await ask().catch(refusalOf);
    if ('code' in seen && seen.code !== 'offline') return;
    if ('code' in seen || seen.state === 'kept') continue;
    return took(seen);
  }
};
