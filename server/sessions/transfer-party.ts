import type { Request, RequestHandler, Response } from 'express';
import { isGranted } from '../../protocol/capability.ts';
import { createCheckProof } from '../auth/check-proof.ts';
import { thumbprintOf } from '../auth/thumbprint.ts';
import type { Queryable } from '../database/transaction.ts';
import { boundBearerOf } from '../http/bearer.ts';
import { Problem } from '../http/problem.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Party, Side } from '../transfers/transfer.ts';
import { agentMay } from './agent-may.ts';
import { createAskerOf } from './asker.ts';
import { refuseUnlessJoined, type Session } from './session.ts';
import { findSession } from './session-store.ts';
import { type SiteAccessNeeds, siteAccess } from './site-access.ts';
import { findCredential } from './visitor-credential.ts';

interface TransferSidesNeeds extends SiteAccessNeeds {
  readonly db: Queryable;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  /** Handrail's own, as browsers send it. */
  readonly origin: string;
  readonly now: () => number;
}

/** The two sides of a session, as they come with files. */
export const createTransferSides = (needs: TransferSidesNeeds) => ({
  partyOf: createPartyOf(needs),
  fromSites: transferAccess(needs),
});

/**
 * Whose call about files it is. An agent comes with the panel's or the live view's bearer, from our own pages, to a session of theirs; a visitor from
 * the tenant's site, with their credential and a proof of the key that it was bound to: a copied credential moves no file.
 */
const createPartyOf = (needs: TransferSidesNeeds) => {
  const askerOf = createAskerOf(needs.db);
  const visitorOf = createVisitorOf(needs);
  return async (req: Request, res: Response, sessionId: string): Promise<Party> => {
    const isVisitor = !res.locals.caller && boundBearerOf(req) !== null;
    if (isVisitor) return visitorOf(req, sessionId);
    const { session, agentId } = await askerOf(req, res, sessionId);
    if (session.agentId !== agentId) throw new Problem('not_found', 'There is no such session.');
    if (!(await agentMay(needs.db, session, 'files')))
      throw new Problem('missing_role', 'This needs the Handrail role “agent”.', { role: 'agent' });
    return partyIn(session, { side: 'agent', actor: `agent:${agentId}`, now: needs.now() });
  };
};

const createVisitorOf = ({ db, findTenant, origin, now }: TransferSidesNeeds) => {
  const checkProof = createCheckProof({ db, origin, now });
  return async (req: Request, sessionId: string): Promise<Party> => {
    const bound = boundBearerOf(req);
    const credential = bound && (await findCredential(db, sessionId, bound.token));
    const session = credential && (await findSession(db, sessionId));
    if (!bound || !session || credential.publicKey === null)
      throw new Problem('unauthorized', 'This needs the credential of the session.');
    const tenant = await findTenant(session.tenantId);
    if (!tenant?.settings.sites.some((site) => site.origin === req.headers.origin))
      throw new Problem('origin_refused', 'This session is on another company’s website.');
    const [path = ''] = req.originalUrl.split('?');
    await checkProof({
      tenantId: session.tenantId,
      method: req.method,
      path,
      token: bound.token,
      thumbprint: await thumbprintOf(credential.publicKey),
      proof: bound.proof,
    });
    return partyIn(session, { side: 'visitor', actor: `visitor:${credential.visitorId}`, now: now() });
  };
};

interface Who {
  readonly side: Side;
  readonly actor: string;
  readonly now: number;
}

const partyIn = (session: Session, { side, actor, now }: Who): Party => {
  refuseUnlessJoined(session);
  const { id: sessionId, tenantId, agentId, caseId, grants, places } = session;
  const agent = places.find(({ key }) => key === `agent:${agentId}`);
  const granted = agent !== undefined && isGranted(grants, 'files', agent.number, now);
  return { tenantId, sessionId, side, actor, isGranted: granted, agentId, caseId };
};

/** Our own pages need nothing; tenants' sites send bytes and proofs, and read how far an answer goes. */
const transferAccess = ({ isSite, origin }: TransferSidesNeeds) => {
  const fromSites = siteAccess(
    { isSite },
    {
      methods: 'GET, POST, PUT, DELETE',
      headers: 'authorization, content-digest, content-type, dpop, range',
      exposed: 'content-range, date, retry-after',
    },
  );
  const access: RequestHandler = (req, res, next) =>
    req.headers.origin === undefined || req.headers.origin === origin ? next() : fromSites(req, res, next);
  return access;
};
