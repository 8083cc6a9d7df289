import type { RequestHandler } from 'express';
import { findAgent } from '../agents/agent-store.ts';
import { permissionsOf } from '../agents/roles.ts';
import type { Queryable } from '../database/transaction.ts';
import { bearerOf } from '../http/bearer.ts';
import type { Caller } from '../http/caller.ts';
import { findAgentToken } from './agent-tokens.ts';

interface IdentifyNeeds {
  readonly db: Queryable;
  readonly now: () => number;
}

/** Says who is calling, if a panel's bearer came along. Whether that is needed is each route's to say. */
export const createIdentify =
  ({ db, now }: IdentifyNeeds): RequestHandler =>
  async (req, res, next) => {
    const bearer = bearerOf(req);
    if (bearer !== null && !res.locals.caller) {
      const token = await findAgentToken(db, bearer, now());
      const agent = token && (await findAgent(db, token));
      if (token && agent) {
        const { tenantId, id: agentId, name, roles } = agent;
        const { signedInAt } = token;
        const permissions = permissionsOf(roles);
        const caller: Caller = { tenantId, agentId, name, roles, signedInAt, permissions };
        res.locals.caller = caller;
      }
    }
    next();
  };
