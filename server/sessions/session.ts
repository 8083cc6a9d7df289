import type { Capability, Grant } from '../../protocol/capability.ts';
import type { EndReason, endedBy } from '../../protocol/ending.ts';
import type { Role } from '../../protocol/frame.ts';
import type { SessionState } from '../../protocol/http/sessions.ts';
import type { Requester } from '../../protocol/requester.ts';
import { Problem } from '../http/problem.ts';
import { gapsMs, type Reopening, reopeningAfter } from './reopening.ts';

/** What the note on the case can say was used. */
export const features = [
  'view',
  'control',
  'pointer',
  'drawing',
  'screenshot',
  'files',
  'recording',
] as const;
export type Feature = (typeof features)[number];

/** A place in the room, kept over reconnects and restarts. `key` says whose: `agent:<id>`, `visitor:<id>`. */
export interface Place {
  readonly key: string;
  readonly number: number;
  readonly role: Role;
  readonly name: string;
}

/** How far the two sides of a code have come in finding out that nobody is between them. */
export interface WordsState {
  /** Exchanges so far; each is one guess for somebody in the middle. */
  readonly begun: number;
  /** Who has said of the newest ones that they match. */
  readonly matchedBy: readonly Role[];
}

export const noWords: WordsState = { begun: 0, matchedBy: [] };

/** One visitor being helped, from start to end. */
export interface Session {
  readonly id: string;
  readonly tenantId: string;
  readonly agentId: string;
  /** Both null: it is on no case. */
  readonly caseId: string | null;
  readonly caseNumber: string | null;
  /** Somebody tries it out with themselves: it has no case. */
  readonly isTest: boolean;
  /** Whom the case is about, as the CRM said at the start; null: nobody, or forgotten since. */
  readonly requester: Requester | null;
  /** The CRM's brand of the case; null: the tenant's own. */
  readonly brandId: string | null;
  /** SHA-256 of the proof that a join link gives. */
  readonly proofHash: string;
  readonly createdAt: number;
  readonly state: SessionState;
  readonly grants: readonly Grant[];
  readonly paused: boolean;
  readonly features: readonly Feature[];
  readonly visitorId: string | null;
  readonly places: readonly Place[];
  readonly words: WordsState;
  /** What became of ends by mistake, and whether the last can still be taken back. */
  readonly reopening: Reopening;
  readonly version: number;
}

export interface Ending {
  readonly by: (typeof endedBy)[number];
  readonly reason: EndReason;
}

export type JoinedState = Extract<SessionState, { name: 'joined' | 'active' }>;

export type OpenState = Extract<SessionState, { name: 'invited' | 'waiting' | 'declined' }>;

/** The state of a session that nobody has come into yet; else null. */
export const openStateOf = ({ state }: Session): OpenState | null =>
  state.name === 'invited' || state.name === 'waiting' || state.name === 'declined' ? state : null;

/** The state of a session whose visitor has come in and that goes on; else null. */
export const joinedStateOf = ({ state }: Session): JoinedState | null =>
  state.name === 'joined' || state.name === 'active' ? state : null;

/** Somebody looks at the join page: uses nothing up. @throws Problem `link_used`, `link_expired`, `link_cancelled`, `session_ended`. */
export const viewed = (session: Session, now: number): Session => {
  const expiresAt = refuseUnlessOpen(session, now);
  if (session.state.name === 'waiting') return session;
  return { ...session, state: { name: 'waiting', expiresAt } };
};

/** They chose *Not now*: uses nothing up either. @throws Problem as `viewed`. */
export const declined = (session: Session, now: number): Session => {
  const expiresAt = refuseUnlessOpen(session, now);
  if (session.state.name === 'declined') return session;
  return { ...session, state: { name: 'declined', expiresAt } };
};

interface Admittance {
  readonly by: 'link' | 'code';
  readonly visitorId: string;
  readonly capabilities: readonly Capability[];
  readonly now: number;
}

/** A person allowed viewing: the link is used up. @throws Problem as `viewed`. */
export const admitted = (session: Session, { by, visitorId, capabilities, now }: Admittance): Session => {
  refuseUnlessOpen(session, now);
  return {
    ...session,
    state: { name: 'joined', joinedAt: now, by },
    visitorId,
    grants: capabilities.map((capability) => ({ capability, to: 'agents', until: null })),
  };
};

/** The visitor's site is in the room. */
export const activated = (session: Session, now: number): Session => {
  const { state } = session;
  if (state.name !== 'joined') return session;
  return { ...session, state: { ...state, name: 'active', activeAt: now } };
};

/** @throws Problem `session_ended`, `session_not_joined`. */
export const granted = (session: Session, capability: Capability, allowed: boolean): Session => {
  refuseUnlessJoined(session);
  if (session.grants.some((grant) => grant.capability === capability) === allowed) return session;
  const others = session.grants.filter((grant) => grant.capability !== capability);
  return { ...session, grants: allowed ? [...others, { capability, to: 'agents', until: null }] : others };
};

/** @throws Problem `session_ended`, `session_not_joined`. */
export const sharingChanged = (session: Session, paused: boolean): Session => {
  refuseUnlessJoined(session);
  return session.paused === paused ? session : { ...session, paused };
};

/** The visitor wants words to compare; what was said of earlier ones is void. Null when there have been three. @throws Problem `session_ended`, `session_not_joined`. */
export const wordsBegun = (session: Session): Session | null => {
  refuseUnlessJoined(session);
  const { begun } = session.words;
  return begun < 3 ? { ...session, words: { begun: begun + 1, matchedBy: [] } } : null;
};

/** @throws Problem `session_ended`, `session_not_joined`. */
export const wordsMatched = (session: Session, by: Role): Session => {
  refuseUnlessJoined(session);
  const { begun, matchedBy } = session.words;
  if (begun === 0 || matchedBy.includes(by)) return session;
  return { ...session, words: { begun, matchedBy: [...matchedBy, by] } };
};

/** Whether both sides know that nobody is between them: by the link's key, or because both said that the words match. */
export const isVerified = (session: Session): boolean => {
  const joined = joinedStateOf(session);
  return joined?.by === 'link' || (joined !== null && session.words.matchedBy.length === 2);
};

/** Whether the visitor allows that it is recorded. */
export const isRecorded = ({ grants }: Session): boolean =>
  grants.some(({ capability }) => capability === 'recording');

export const used = (session: Session, feature: Feature): Session =>
  session.features.includes(feature)
    ? session
    : { ...session, features: features.filter((one) => one === feature || session.features.includes(one)) };

/** Gives a place in the room; whoever had one keeps its number, and no number is used twice. */
export const placed = (session: Session, who: Omit<Place, 'number'>): Session => {
  if (session.places.some((place) => place.key === who.key)) return session;
  const number = 1 + Math.max(0, ...session.places.map((place) => place.number));
  return { ...session, places: [...session.places, { ...who, number }] };
};

/** @throws Problem `session_ended` when it was over already. */
export const ended = (session: Session, { by, reason }: Ending, now: number): Session => {
  const { state } = session;
  if (state.name === 'ended') throw sessionEnded();
  const durationMs = state.name === 'active' ? now - state.activeAt - gapsMs(session.reopening) : null;
  return {
    ...session,
    state: { name: 'ended', endedAt: now, by, reason, durationMs },
    grants: [],
    paused: false,
    reopening: reopeningAfter(session, { by, reason }, now),
  };
};

/** Only an invitation can be taken back. @throws Problem `link_used` when somebody came in already, `session_ended`. */
export const refuseUnlessCancellable = (session: Session): void => {
  if (session.state.name === 'ended') throw sessionEnded();
  if (joinedStateOf(session)) {
    throw new Problem('link_used', 'The customer has joined already. End the session instead.');
  }
};

/** @throws Problem `session_ended`, `session_not_joined`. */
export const refuseUnlessJoined = (session: Session): JoinedState => {
  if (session.state.name === 'ended') throw sessionEnded();
  const state = joinedStateOf(session);
  if (!state) throw new Problem('session_not_joined', 'The customer has not joined yet.');
  return state;
};

/** Until when an invitation can be taken up. @throws Problem `link_used`, `link_expired`, `link_cancelled`, `session_ended`. */
export const refuseUnlessOpen = ({ state }: Session, now: number): number => {
  switch (state.name) {
    case 'invited':
    case 'waiting':
    case 'declined':
      if (state.expiresAt <= now) throw linkExpired();
      return state.expiresAt;
    case 'joined':
    case 'active':
      throw new Problem('link_used', 'This link was used already.');
    case 'ended':
      if (state.reason === 'cancelled') throw new Problem('link_cancelled', 'This link was cancelled.');
      if (state.reason === 'expired') throw linkExpired();
      throw sessionEnded();
  }
};

const linkExpired = () => new Problem('link_expired', 'This link is too old.');
const sessionEnded = () => new Problem('session_ended', 'This session is over.');
