import { type RequestHandler, Router } from 'express';
import * as v from 'valibot';
import {
  type Acceptance,
  ConnectTenant,
  InvitationSecret,
  type InvitationView,
  type TenantConnected,
} from '../../protocol/http/invitations.ts';
import { InvitationId } from '../../protocol/identifier.ts';
import type { Queryable } from '../database/transaction.ts';
import { clientAddress } from '../http/client-address.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { readBody } from '../http/read-body.ts';
import { readParams } from '../http/read-params.ts';
import { openInvitation } from './open-invitation.ts';

interface InvitationRoutesNeeds {
  readonly db: Queryable;
  readonly connect: (id: string, asked: ConnectTenant) => Promise<TenantConnected>;
  readonly accept: (id: string, asked: InvitationSecret) => Promise<Acceptance>;
  readonly limit: RateLimit;
  readonly callbackUrl: string;
  readonly now: () => number;
}

const Params = v.strictObject({ id: InvitationId });

/** Mounted at /api. Whoever has the secret may; nobody else learns anything. */
export const invitationRoutes = (needs: InvitationRoutesNeeds): Router => {
  const { db, connect, accept, limit, callbackUrl, now } = needs;
  const routes = Router();
  const limited: RequestHandler = async (req, _res, next) => {
    await limit.consume(clientAddress(req.ip ?? ''));
    next();
  };

  routes.post('/invitations/:id/views', limited, async (req, res) => {
    const { id } = readParams(Params, req);
    const { secret } = readBody(InvitationSecret, req);
    const { tenantId, tenantName, suggestion, expiresAt } = await openInvitation(db, {
      id,
      secret,
      now: now(),
    });
    const view: InvitationView = { tenantId, tenantName, suggestion, callbackUrl, expiresAt };
    res.json(view);
  });

  routes.post('/invitations/:id/connections', limited, async (req, res) => {
    const { id } = readParams(Params, req);
    res.status(201).json(await connect(id, readBody(ConnectTenant, req)));
  });

  routes.post('/invitations/:id/acceptances', limited, async (req, res) => {
    const { id } = readParams(Params, req);
    res.json(await accept(id, readBody(InvitationSecret, req)));
  });

  return routes;
};
