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
}

/** Shows on the icon how many customers are there or decide, and says who has just joined. */
export const announce = async (desk: ZendeskDesk, { before, now, agentId }: Announced): Promise<void> => {
  const there = now.filter(
    (one) => one.agent.id === agentId && ['live', 'waiting'].includes(progressOf(one)),
  );
  const said = newArrivals(before, now, agentId).map(({ requester, caseNumber }) => {
    const name = requester?.name ?? msg('Customer');
    return caseNumber === null
      ? msg(str`${name} has joined your session.`)
      : msg(str`${name} has joined your session on #${caseNumber}.`);
  });
  await Promise.all([desk.showCount(there.length), ...said.map((text) => desk.notify(text))]);
};
