import { type Request, type Response, Router } from 'express';
import type { TokenPair } from '../../oauth/grant-book.ts';
import type { Org } from '../org.ts';
import { organizationId } from '../person.ts';
import { readRecordId } from '../record-id.ts';
import { bearerOf } from '../rest/authenticate.ts';
import { presentIdentity, presentUserInfo } from './present-identity.ts';

/** Answers in plain text, as this service does. */
const refuse = (res: Response, status: number, text: string): Response =>
  res.status(status).type('text/plain').send(text);

/** Who a token belongs to. */
export const identityRoutes = ({ data, grants, origin }: Org): Router => {
  const routes = Router();

  const pairOf = (req: Request): TokenPair | undefined => grants.findAccess(bearerOf(req));

  // https://help.salesforce.com/s/articleView?id=sf.remoteaccess_using_openid.htm
  routes.get('/id/:organization/:user', (req, res) => {
    // Salesforce takes a token in the query too; a token in an address ends up in logs, so this one doesn't.
    if (req.query.oauth_token !== undefined || req.query.access_token !== undefined)
      return refuse(res, 400, 'Token in the address');
    const pair = pairOf(req);
    if (!pair) return refuse(res, 403, req.headers.authorization ? 'Bad_OAuth_Token' : 'Missing_OAuth_Token');
    if (readRecordId(req.params.organization) !== organizationId) return refuse(res, 403, 'Wrong_Org');
    const person = data.personById(readRecordId(req.params.user) ?? '');
    if (!person) return refuse(res, 404, 'Bad_Id');
    const own = person.id === pair.grant.userId;
    if (!own && !pair.grant.scopes.includes('api')) return refuse(res, 403, 'Bad_OAuth_Token');
    return res.json(presentIdentity(origin, person, own && pair.grant.scopes.includes('custom_permissions')));
  });

  // https://help.salesforce.com/s/articleView?id=sf.remoteaccess_using_userinfo_endpoint.htm
  routes.get('/services/oauth2/userinfo', (req, res) => {
    const pair = pairOf(req);
    const person = pair && data.personById(pair.grant.userId);
    if (!pair || !person)
      return refuse(res, 403, req.headers.authorization ? 'Bad_OAuth_Token' : 'Missing_OAuth_Token');
    if (!pair.grant.scopes.some((scope) => ['openid', 'id', 'profile'].includes(scope)))
      return refuse(res, 403, 'Insufficient_scope');
    return res.json(presentUserInfo(origin, person));
  });

  return routes;
};
