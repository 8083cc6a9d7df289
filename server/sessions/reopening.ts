import { mayBeMistaken } from '../../protocol/ending.ts';
import type { Role } from '../../protocol/frame.ts';
import type { SessionState } from '../../protocol/http/sessions.ts';
import { Problem } from '../http/problem.ts';
import { lifetimes } from './lifetimes.ts';
import type { Ending, Session } from './session.ts';

type ActiveState = Extract<SessionState, { name: 'active' }>;

/** An end that was taken back. Times are epoch milliseconds. */
interface Gap extends Ending {
  readonly endedAt: number;
  readonly reopenedAt: number;
}

/** That the last end can be taken back: until when, what the session was before, and who has asked. */
interface Offer {
  readonly was: ActiveState;
  readonly until: number;
  readonly askedBy: Role | null;
}

export interface Reopening {
  /** The earliest first. */
  readonly gaps: readonly Gap[];
  /** Null: the session goes on, or it is over for good. */
  readonly offer: Offer | null;
}

export const neverReopened: Reopening = { gaps: [], offer: null };

/** A mistake may happen more than once; whoever ends it a fourth time means it. */
const mostReopenings = 3;

/** What is left of a session that ends now: ends by the clock, the role or the server are no mistakes. */
export const reopeningAfter = (
  { state, reopening: { gaps } }: Session,
  { reason }: Ending,
  now: number,
): Reopening => {
  const mayGoOn = state.name === 'active' && mayBeMistaken(reason) && gaps.length < mostReopenings;
  return { gaps, offer: mayGoOn ? { was: state, until: now + lifetimes.reopenMs, askedBy: null } : null };
};

/** Null when its end stands. */
export const offerOf = ({ state, reopening }: Session, now: number): Offer | null =>
  state.name === 'ended' && reopening.offer && now < reopening.offer.until ? reopening.offer : null;

/** @throws Problem `session_not_over`, `reopen_too_late`. */
export const refuseUnlessReopenable = (session: Session, now: number): Offer => {
  if (session.state.name !== 'ended') throw new Problem('session_not_over', 'This session still goes on.');
  const offer = offerOf(session, now);
  if (!offer) throw new Problem('reopen_too_late', 'This session is over for good.');
  return offer;
};

/** One side asks, once. @throws Problem as `refuseUnlessReopenable`. */
export const reopeningAsked = (session: Session, by: Role, now: number): Session => {
  const offer = refuseUnlessReopenable(session, now);
  if (offer.askedBy !== null) return session;
  return { ...session, reopening: { ...session.reopening, offer: { ...offer, askedBy: by } } };
};

/** The end stands, and nobody is asked again. */
export const closedForGood = (session: Session): Session =>
  session.reopening.offer === null
    ? session
    : { ...session, reopening: { ...session.reopening, offer: null } };

/** The session goes on where it was, with viewing alone. @throws Problem as `refuseUnlessReopenable`. */
export const reopened = (session: Session, now: number): Session => {
  const { was } = refuseUnlessReopenable(session, now);
  const { state, reopening } = session;
  if (state.name !== 'ended') return session;
  const { endedAt, by, reason } = state;
  return {
    ...session,
    state: was,
    grants: [{ capability: 'view', to: 'agents', until: null }],
    reopening: { gaps: [...reopening.gaps, { endedAt, by, reason, reopenedAt: now }], offer: null },
  };
};

/** For how long it was over in between. */
export const gapsMs = ({ gaps }: Pick<Reopening, 'gaps'>): number =>
  gaps.reduce((sum, { endedAt, reopenedAt }) => sum + reopenedAt - endedAt, 0);
