import { msg, str } from '@lit/localize';
import type { ListedSession } from '../../../protocol/http/sessions.ts';
import type { ZendeskDesk } from '../../host/zendesk-desk.ts';
import { newArrivals } from './new-arrivals.ts';
import { progressOf } from './progress.ts';

interface Announced {
  readonly before: readonly ListedSession[] | null;
  readonly now: readonly ListedSession[];
  /** Only this agent's own sessions count. */
  readonly agentId: string;
  /** Whether the agent has this case in front of them: then its panel has said it already. */
  readonly isCaseShown: (caseId: string) => Promise<boolean>;
}

/** Says who has just joined, and then shows on the icon how many customers are there or decide. */
export const announce = async (
  desk: ZendeskDesk,
  { before, now, agentId, isCaseShown }: Announced,
): Promise<void> => {
  const arrived = newArrivals(before, now, agentId);
  await Promise.all(
    arrived.map(async (session) => {
      const { caseId } = session;
      if (caseId === null || !(await isCaseShown(caseId))) await desk.notify(textOf(session));
    }),
  );
  const there = now.filter(
    (one) => one.agent.id === agentId && ['live', 'waiting'].includes(progressOf(one)),
  );
  await desk.showCount(there.length);
};

const textOf = ({ requester, caseNumber }: ListedSession): string => {
  const name = requester?.name ?? msg('Customer');
  return caseNumber === null
    ? msg(str`${name} has joined your session.`)
    : msg(str`${name} has joined your session on #${caseNumber}.`);
};
