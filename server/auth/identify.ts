import type { RequestHandler, Response } from 'express';
import type { Agent } from '../agents/agent.ts';
import { findAgent } from '../agents/agent-store.ts';
import { permissionsOf } from '../agents/roles.ts';
import { sha256Text } from '../crypto/digest.ts';
import type { Queryable } from '../database/transaction.ts';
import { boundBearerOf } from '../http/bearer.ts';
import type { Caller } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { type FoundAgentToken, findAgentToken } from './agent-tokens.ts';
import type { createCheckProof } from './check-proof.ts';

interface IdentifyNeeds {
  readonly db: Queryable;
  readonly checkProof: ReturnType<typeof createCheckProof>;
  readonly now: () => number;
}

/**
 * Says who is calling, if a panel's bearer came along with a proof of its key. Whether that is needed is each route's to say. A bearer
 * without a proof is refused, and not only ignored: somebody has copied it.
 */
export const createIdentify =
  ({ db, checkProof, now }: IdentifyNeeds): RequestHandler =>
  async (req, res, next) => {
    const bound = boundBearerOf(req);
    if (bound === null || res.locals.caller) return next();
    const { token, proof } = bound;
    const found = await findAgentToken(db, sha256Text(token), now());
    if (!found) return next();
    const { tenantId, thumbprint } = found;
    const [path = ''] = req.originalUrl.split('?');
    await checkProof({ tenantId, method: req.method, path, token, thumbprint, proof });
    const agent = await findAgent(db, found);
    if (agent) {
      res.locals.caller = callerFrom(agent, found);
      res.locals.agentToken = found;
    }
    next();
  };

/** The bearer that this request was made with. @throws Problem `unauthorized`. */
export const agentTokenOf = (res: Response): FoundAgentToken => {
  const found: FoundAgentToken | undefined = res.locals.agentToken;
  if (!found) throw new Problem('unauthorized', 'Sign in first.');
  return found;
};

const callerFrom = (
  { tenantId, id: agentId, name, roles: held }: Agent,
  { permits, signedCase, signedInAt }: FoundAgentToken,
): Caller => {
  const roles = permits === 'all' ? held : [];
  return { tenantId, agentId, name, roles, signedInAt, permissions: permissionsOf(roles), signedCase };
};
