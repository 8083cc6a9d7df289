import type { AgentRef } from '../../agents/agent.ts';
import { findAgent } from '../../agents/agent-store.ts';
import { readGrantsOf } from '../../agents/grant-store.ts';
import type { Queryable } from '../../database/transaction.ts';
import { Problem } from '../../http/problem.ts';
import type { CrmUser } from '../crm.ts';

/** Who an agent is and what they hold by the newest assertion of their console, which can't be asked. @throws Problem `unauthorized`. */
export const lastSaid = async (q: Queryable, who: AgentRef): Promise<CrmUser> => {
  const agent = await findAgent(q, who);
  if (!agent) throw new Problem('unauthorized', 'Sign in first.');
  const { crmUserId, name, email } = agent;
  const grants = await readGrantsOf(q, who);
  return {
    id: crmUserId,
    name,
    email,
    grants: grants.map(({ source, id, name: called }) => ({ source, id, name: called })),
  };
};
