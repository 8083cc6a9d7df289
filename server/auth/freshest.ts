import type { Access } from '../agents/access.ts';
import type { Agent } from '../agents/agent.ts';
import { Problem } from '../http/problem.ts';
import type { AgentTokenRecord } from './agent-tokens.ts';

interface Freshest extends Pick<AgentTokenRecord, 'permits'> {
  readonly agent: Agent;
}

/** What the agent may do until then; nothing when the CRM's grant is not there to ask with. @throws Problem `user_inactive`, `crm_*`. */
export const freshest = async (access: Access, agent: Agent, until: number): Promise<Freshest> => {
  try {
    return { agent: await access.ensureFresh(agent, until), permits: 'all' };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'auth_revoked') throw error;
    return { agent, permits: 'connect' };
  }
};
