import { type RequestHandler, Router } from 'express';
import * as v from 'valibot';
import { RedeemAdminCode } from '../../protocol/http/admin-codes.ts';
import { callerWithAny } from '../http/caller.ts';
import { clientAddress } from '../http/client-address.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { readBody } from '../http/read-body.ts';
import type { AdminCodes } from './admin-codes.ts';

interface AdminCodeRoutesNeeds {
  readonly identify: RequestHandler;
  readonly adminCodes: AdminCodes;
  readonly limit: RateLimit;
}

/** Mounted at /api. */
export const adminCodeRoutes = ({ identify, adminCodes, limit }: AdminCodeRoutesNeeds): Router => {
  const routes = Router();
  routes.post('/admin-codes', identify, async (req, res) => {
    const caller = callerWithAny(['settings.manage', 'team.manage', 'recordings.view'], res);
    readBody(v.optional(v.strictObject({})), req);
    res.status(201).json(await adminCodes.issue(caller));
  });
  routes.post('/admin-codes/redemptions', async (req, res) => {
    await limit.consume(clientAddress(req.ip ?? ''));
    res.status(201).json(await adminCodes.redeem(readBody(RedeemAdminCode, req)));
  });
  return routes;
};
