import type { RequestHandler } from 'express';
import { StartConsoleSession } from '../../protocol/http/sessions.ts';
import type { Access } from '../agents/access.ts';
import { permissionsOf } from '../agents/roles.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Caller } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { readBody } from '../http/read-body.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { agentTokenEnd } from './agent-tokens.ts';
import type { ArriveByAssertion } from './exchange-assertion.ts';
import { freshest } from './freshest.ts';

interface IdentifyNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly access: Access;
  readonly arriveByAssertion: ArriveByAssertion;
  readonly now: () => number;
}

/**
 * Says who is calling for a console's own automation, which has no panel and no key: this one request is made by whom the console has
 * signed. The nonce in what is signed is the hash of the session's proof, so it is good for that session and no other.
 */
export const createIdentifyByAssertion =
  ({ db, tenants, access, arriveByAssertion, now }: IdentifyNeeds): RequestHandler =>
  async (req, res, next) => {
    if (req.method !== 'POST') return next();
    const { tenantId, assertion, proofHash } = readBody(StartConsoleSession, req);
    const tenant = await tenants.find(db, tenantId);
    if (!tenant) throw new Problem('not_found', 'There is no such organization.');
    const arrival = await arriveByAssertion(tenant, { assertion, nonce: proofHash });
    const { agent, permits } = await freshest(access, arrival.agent, agentTokenEnd(now(), now()));
    const roles = permits === 'all' ? agent.roles : [];
    const caller: Caller = {
      tenantId,
      agentId: agent.id,
      name: agent.name,
      roles,
      signedInAt: now(),
      permissions: permissionsOf(roles),
      signedCase: arrival.signedCase,
    };
    res.locals.caller = caller;
    next();
  };
