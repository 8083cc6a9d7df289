import type { CloseReason } from '../../protocol/close-codes.ts';
import { findAgent } from '../agents/agent-store.ts';
import { record } from '../audit/audit-log.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Admission, Arrival, Door, JoinAttempt } from '../relay/door.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { ChangeSession } from './change-session.ts';
import { isJoinSignature } from './join-signature.ts';
import { findLiveToken } from './live-codes.ts';
import type { LiveSessions } from './live-sessions.ts';
import { mayHave } from './may-have.ts';
import { offerOf } from './reopening.ts';
import { joinedStateOf, type Place, placed, type Session } from './session.ts';
import { findSession } from './session-store.ts';
import { bindCredential, findCredential } from './visitor-credential.ts';

interface SessionDoorNeeds {
  readonly db: Queryable;
  readonly change: ChangeSession;
  readonly live: LiveSessions;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  /** Handrail's own. */
  readonly origin: string;
  readonly now: () => number;
}

type Who = Omit<Place, 'number'>;

/** Who may come into the room of a session, and as whom. */
export const createSessionDoor = (needs: SessionDoorNeeds): Door => {
  const { db, change, live, findTenant, origin: ownOrigin, now } = needs;

  const place = (session: Session, who: Who): Promise<Session> =>
    change(session.id, async (before, trx) => {
      const after = placed(before, who);
      if (after === before) return before;
      await record(trx, {
        tenantId: before.tenantId,
        actor: who.key,
        action: 'room.entered',
        subject: before.id,
        detail: { role: who.role },
        at: now(),
      });
      return after;
    });

  const refuses = async ({ sessionId, origin }: Arrival): Promise<CloseReason | null> => {
    const session = await findSession(db, sessionId);
    const tenant = session && (await findTenant(session.tenantId));
    if (!tenant) return 'unauthorized';
    return origin === ownOrigin || isSite(tenant, origin) ? null : 'origin_refused';
  };

  const admit = async (attempt: JoinAttempt): Promise<Admission | CloseReason> => {
    const { sessionId, origin, request } = attempt;
    if (!isConsistent(request)) return 'malformed';
    const session = await findSession(db, sessionId);
    const tenant = session && (await findTenant(session.tenantId));
    if (!session || !tenant) return 'unauthorized';
    const mayBeHere = request.place === 'site' ? isSite(tenant, origin) : origin === ownOrigin;
    if (!mayBeHere) return 'origin_refused';
    if (!(await isJoinSignature(attempt))) return 'unauthorized';
    const who =
      request.role === 'agent' ? await agentOf(db, session, request) : await visitorOf(db, session, request);
    if (typeof who === 'string') return who;
    if (session.state.name === 'ended' && !mayWait(session, attempt, now())) return 'session_ended';
    const seated = session.places.some(({ key }) => key === who.key) ? session : await place(session, who);
    const found = seated.places.find(({ key }) => key === who.key);
    if (!found) throw new Error(`Session ${sessionId} has no place for ${who.role}.`);
    const { number, role, name } = found;
    const host = live.open(seated, tenant.settings.sessionLimitMs);
    if (!host) return 'session_ended';
    const takesFrames = request.place !== 'join' && !request.over;
    return { number, role, name, hpkeKey: request.hpkeKey, takesFrames, host };
  };

  return { refuses, admit };
};

type Request = JoinAttempt['request'];

/** An agent comes from the live view with a key to seal to, unless it is over; a visitor from anywhere else, without one. */
const isConsistent = ({ role, place, hpkeKey, over }: Request): boolean =>
  role === 'agent'
    ? place === 'live' && (hpkeKey === null) === (over === true)
    : place !== 'live' && hpkeKey === null;

/** After an end by mistake: only who was in the room, and says that they know that it is over. */
const mayWait = (session: Session, { request }: JoinAttempt, now: number): boolean =>
  request.over === true && request.place !== 'join' && offerOf(session, now) !== null;

const isSite = ({ settings }: Tenant, origin: string): boolean =>
  settings.sites.some((site) => site.origin === origin);

const agentOf = async (
  q: Queryable,
  session: Session,
  { credential, publicKey }: Request,
): Promise<Who | CloseReason> => {
  const holder = await findLiveToken(q, credential);
  if (holder?.sessionId !== session.id || holder.publicKey !== publicKey) return 'unauthorized';
  const { tenantId, agentId } = holder;
  const agent = await findAgent(q, { tenantId, agentId });
  if (!agent || !mayHave(session, agent)) return 'removed';
  return { key: `agent:${agentId}`, role: 'agent', name: agent.name };
};

const visitorOf = async (
  q: Queryable,
  session: Session,
  { credential, publicKey, place, over }: Request,
): Promise<Who | CloseReason> => {
  const found = await findCredential(q, session.id, credential);
  if (!found) return 'unauthorized';
  // Once the site has come with its key, nobody comes without it: not the join page, and not who copied the credential.
  const mustBeBound = found.publicKey !== null || over === true;
  if (mustBeBound && found.publicKey !== publicKey) return 'unauthorized';
  if (place === 'site' && joinedStateOf(session) && !(await bindCredential(q, found.hash, publicKey))) {
    return 'unauthorized';
  }
  return { key: `visitor:${found.visitorId}`, role: 'visitor', name: 'Customer' };
};
