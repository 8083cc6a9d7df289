import type { ListedSession } from '../../../protocol/http/sessions.ts';
import { progressOf } from './progress.ts';

/** The agent's own sessions that a customer has joined between two looks. Null before the first: what is found then is not new. */
export const newArrivals = (
  before: readonly ListedSession[] | null,
  now: readonly ListedSession[],
  agentId: string,
): readonly ListedSession[] => {
  if (!before) return [];
  const live = new Set(before.filter((one) => progressOf(one) === 'live').map(({ id }) => id));
  return now.filter((one) => one.agent.id === agentId && progressOf(one) === 'live' && !live.has(one.id));
};
