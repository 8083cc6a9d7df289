import { Router } from 'express';
import type { Account } from '../account.ts';
import { groups } from '../person.ts';
import { callerOf, staffWith } from './authenticate.ts';
import { paginate } from './paginate.ts';
import { anonymous, presentGroup, presentMembership, presentPerson } from './present.ts';
import { missingScope, notFound } from './refusal.ts';

/** Who people are, and which groups they are in. */
export const userRoutes = (account: Account): Router => {
  const { desk, lies, origin } = account;
  const routes = Router();

  // https://developer.zendesk.com/api-reference/ticketing/users/users/#show-self, also for anonymous callers.
  routes.get('/users/me', (_req, res) => {
    const caller = callerOf(res);
    if (!caller) return res.json({ user: anonymous(origin) });
    if (!caller.pair.grant.scopes.some((scope) => scope === 'read' || scope === 'users:read'))
      throw missingScope('users:read');
    const lying = lies.otherAccount > 0;
    if (lying) lies.otherAccount -= 1;
    const home = lying ? origin.replace('://', '://other-') : origin;
    return res.json({ user: presentPerson(home, caller.person) });
  });

  // https://developer.zendesk.com/api-reference/ticketing/users/users/#show-user
  routes.get('/users/:id', (req, res) => {
    staffWith(res, req, 'users');
    const person = desk.personById(Number(req.params.id));
    if (!person) throw notFound();
    res.json({ user: presentPerson(origin, person) });
  });

  // https://developer.zendesk.com/api-reference/ticketing/groups/group_memberships/#list-memberships
  routes.get('/users/:id/group_memberships', (req, res) => {
    staffWith(res, req, null);
    const person = desk.personById(Number(req.params.id));
    if (!person) throw notFound();
    const rows = person.groupIds.map((id, index) => presentMembership(origin, person, id, index));
    res.json(paginate(req, origin, 'group_memberships', rows));
  });

  // https://developer.zendesk.com/api-reference/ticketing/groups/groups/#list-groups
  routes.get('/groups', (req, res) => {
    staffWith(res, req, null);
    const rows = groups.map((group) => presentGroup(origin, group));
    res.json(paginate(req, origin, 'groups', rows));
  });

  // https://developer.zendesk.com/api-reference/ticketing/groups/groups/#show-group
  routes.get('/groups/:id', (req, res) => {
    staffWith(res, req, null);
    const group = groups.find((one) => one.id === Number(req.params.id));
    if (!group) throw notFound();
    res.json({ group: presentGroup(origin, group) });
  });

  return routes;
};
