import type { Request, RequestHandler, Response } from 'express';
import type { Org } from '../org.ts';
import type { Person } from '../person.ts';
import { invalidSession } from './refusal.ts';

/** The token of `Authorization: Bearer …`. A token anywhere else doesn't count. */
export const bearerOf = (req: Request): string | undefined =>
  /^(?:Bearer|OAuth) (\S+)$/.exec(req.headers.authorization ?? '')?.[1];

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_oauth_and_connected_apps.htm */
export const authenticate =
  ({ data, grants }: Org): RequestHandler =>
  (req, res, next) => {
    const pair = grants.findAccess(bearerOf(req));
    const person = pair && data.personById(pair.grant.userId);
    if (!pair?.grant.scopes.includes('api') || !person?.active) throw invalidSession();
    res.locals.person = person;
    next();
  };

/** Who calls. Only for routes behind `authenticate`. */
export const personOf = (res: Response): Person => res.locals.person as Person;
