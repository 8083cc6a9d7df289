import type { Request, RequestHandler, Response } from 'express';
import type { TokenPair } from '../../oauth/grant-book.ts';
import type { Account } from '../account.ts';
import type { Person } from '../person.ts';
import { forbidden, invalidToken, missingScope, notAuthenticated } from './refusal.ts';

export interface Caller {
  readonly person: Person;
  readonly pair: TokenPair;
}

/** Reads the bearer token. None at all is an anonymous caller; a dead one is refused at once. */
export const authenticate =
  ({ grants, desk }: Account): RequestHandler =>
  (req, res, next) => {
    const header = req.headers.authorization;
    if (header === undefined) return next();
    const token = /^Bearer (\S+)$/.exec(header)?.[1];
    const pair = token === undefined ? undefined : grants.findAccess(token);
    const person = pair && desk.personById(Number(pair.grant.userId));
    if (!pair || !person?.active || person.suspended) throw invalidToken();
    res.locals.caller = { person, pair } satisfies Caller;
    next();
  };

export const callerOf = (res: Response): Caller | null => (res.locals.caller as Caller | undefined) ?? null;

/**
 * The caller, if the token has one of these scopes and the person is staff. `read` and `write` cover every resource.
 * https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/#scopes
 */
export const staffWith = (res: Response, req: Request, resource: 'tickets' | 'users' | null): Caller => {
  const caller = callerOf(res);
  if (!caller) throw notAuthenticated();
  const verb = req.method === 'GET' ? 'read' : 'write';
  const wanted = resource ? [verb, `${resource}:${verb}`] : [verb];
  if (!wanted.some((scope) => caller.pair.grant.scopes.includes(scope)))
    throw missingScope(wanted.at(-1) ?? verb);
  if (caller.person.role === 'end-user') throw forbidden();
  return caller;
};
