import { Router } from 'express';
import * as v from 'valibot';
import { AccessRequestId, AgentId, DecideAccess } from '../../protocol/http/admin-people.ts';
import { PreviewRoleRules, RoleRules } from '../../protocol/http/admin-roles.ts';
import { callerOf, callerWith } from '../http/caller.ts';
import { readBody } from '../http/read-body.ts';
import { readParams } from '../http/read-params.ts';
import type { AccessRequestActions } from './access-requests.ts';
import type { PeopleActions } from './people.ts';
import type { RoleRulesActions } from './role-rules.ts';

interface PeopleRoutesNeeds {
  readonly people: PeopleActions;
  readonly roleRules: RoleRulesActions;
  readonly accessRequests: AccessRequestActions;
}

const OfPerson = v.strictObject({ id: AgentId });
const OfRequest = v.strictObject({ id: AccessRequestId });
/** A POST that says all in its address: no body, or an empty one. */
const Nothing = v.optional(v.strictObject({}));

/** Who may do what, mounted at /api. Each route reads, asks and answers. */
export const peopleRoutes = ({ people, roleRules, accessRequests }: PeopleRoutesNeeds): Router => {
  const routes = Router();
  routes.get('/tenant/role-rules', async (_req, res) => {
    res.json(await roleRules.read(callerWith('settings.manage', res)));
  });
  routes.put('/tenant/role-rules', async (req, res) => {
    const caller = callerWith('settings.manage', res);
    res.json(await roleRules.replace(caller, readBody(RoleRules, req)));
  });
  routes.post('/tenant/role-rules/previews', async (req, res) => {
    const caller = callerWith('settings.manage', res);
    res.json(await roleRules.preview(caller, readBody(PreviewRoleRules, req).rules));
  });
  routes.get('/grants', async (_req, res) => {
    res.json(await roleRules.seenGrants(callerWith('settings.manage', res)));
  });
  routes.get('/people', async (_req, res) => {
    res.json(await people.list(callerWith('team.manage', res)));
  });
  routes.get('/people/:id/reasons', async (req, res) => {
    res.json(await people.reasons(callerWith('team.manage', res), readParams(OfPerson, req).id));
  });
  routes.post('/people/:id/checks', async (req, res) => {
    const { id } = readParams(OfPerson, req);
    // Everybody may have themselves looked up again.
    const caller = callerOf(res).agentId === id ? callerOf(res) : callerWith('team.manage', res);
    readBody(Nothing, req);
    res.status(201).json(await people.check(caller, id));
  });
  routes.post('/people/:id/sign-outs', async (req, res) => {
    const caller = callerWith('team.manage', res);
    readBody(Nothing, req);
    await people.signOut(caller, readParams(OfPerson, req).id);
    res.status(204).end();
  });
  routes.post('/access-requests', async (req, res) => {
    const caller = callerOf(res);
    readBody(Nothing, req);
    res.status(201).json(await accessRequests.ask(caller));
  });
  routes.get('/access-requests', async (_req, res) => {
    res.json(await accessRequests.list(callerWith('team.manage', res)));
  });
  routes.post('/access-requests/:id/decisions', async (req, res) => {
    const caller = callerWith('team.manage', res);
    await accessRequests.decide(caller, readParams(OfRequest, req).id, readBody(DecideAccess, req));
    res.status(204).end();
  });
  return routes;
};
