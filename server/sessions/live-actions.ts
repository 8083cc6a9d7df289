import type { Capability } from '../../protocol/capability.ts';
import type { ConsentPolicy } from '../../protocol/consent-policy.ts';
import { record } from '../audit/audit-log.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Recorders } from '../recordings/recorders.ts';
import { stopRecordingWithin } from '../recordings/recording-store.ts';
import type { Participant } from '../relay/participant.ts';
import { agentMay } from './agent-may.ts';
import type { ChangeSession } from './change-session.ts';
import { endWithin } from './end-session.ts';
import { keepWithinPolicy } from './keep-within-policy.ts';
import { createRecordActions, type RecordActions } from './record-session.ts';
import { createReopenActions, type ReopenActions } from './reopen-actions.ts';
import type { RoleWatch } from './role-watch.ts';
import {
  activated,
  type Ending,
  type Feature,
  granted,
  isRecorded,
  refuseUnlessJoined,
  type Session,
  sharingChanged,
  used,
  wordsBegun,
  wordsMatched,
} from './session.ts';

interface LiveActionsNeeds {
  readonly db: Queryable;
  readonly change: ChangeSession;
  readonly roles: RoleWatch;
  readonly recorders: Pick<Recorders, 'check' | 'keyWithin'>;
  readonly now: () => number;
}

/** What the people in a room do that has to be written down. Each is one transaction, with its audit entry. */
export interface LiveActions {
  /** The visitor's site has come in. */
  activate(sessionId: string, by: Participant): Promise<Session>;
  noteFeature(sessionId: string, feature: Feature): Promise<Session>;
  /** @throws Problem `session_ended`, `session_not_joined`; so do the next two. */
  changeGrant(sessionId: string, said: GrantSaid): Promise<Session>;
  changeSharing(sessionId: string, said: SharingSaid): Promise<Session>;
  /** @throws Problem `rate_limited` when words were compared three times already; else as the one before. */
  beginWords(sessionId: string): Promise<Session>;
  judgeWords(sessionId: string, said: WordsSaid): Promise<Session>;
  readonly recording: RecordActions;
  /** After an end by mistake. */
  readonly reopening: ReopenActions;
  /** @throws Problem `session_ended`. */
  end(sessionId: string, by: Participant, reason: Ending['reason']): Promise<Session>;
  mayAskFor(session: Session, capability: Capability): Promise<boolean>;
  /** Takes back what the tenant does not offer. @throws Problem as `changeGrant`. */
  keepWithin(sessionId: string, policy: ConsentPolicy): Promise<void>;
}

interface GrantSaid {
  readonly by: Participant;
  readonly capability: Capability;
  readonly allowed: boolean;
  /** The visitor was not asked: they had said so earlier in this session. */
  readonly again: boolean;
}

interface SharingSaid {
  readonly by: Participant;
  readonly paused: boolean;
}

interface WordsSaid {
  readonly by: Participant;
  readonly match: boolean;
}

export const createLiveActions = ({ db, change, roles, recorders, now }: LiveActionsNeeds): LiveActions => {
  const audited = (sessionId: string, { by, action, detail, after }: Audited): Promise<Session> =>
    change(sessionId, async (session, trx) => {
      const changed = after(session);
      // Said before, or undone before it was said: nothing has happened.
      if (changed === session) return session;
      await record(trx, {
        tenantId: session.tenantId,
        actor: actorOf(session, by),
        action,
        subject: sessionId,
        detail,
        at: now(),
      });
      if (isRecorded(session) && !isRecorded(changed)) await stopRecording(trx, session, by);
      return changed;
    });

  const stopRecording = (trx: Transaction, session: Session, by: Participant) =>
    stopRecordingWithin(trx, {
      tenantId: session.tenantId,
      sessionId: session.id,
      actor: actorOf(session, by),
      why: 'withdrawn',
      at: now(),
    });

  return {
    activate: (sessionId, by) =>
      audited(sessionId, {
        by,
        action: 'session.activated',
        detail: {},
        after: (session) => activated(session, now()),
      }),

    noteFeature: (sessionId, feature) => change(sessionId, (session) => used(session, feature)),

    changeGrant: (sessionId, { by, capability, allowed, again }) =>
      audited(sessionId, {
        by,
        action: 'grant.changed',
        detail: { capability, allowed, ...(again && { again }) },
        after: (session) => granted(session, capability, allowed),
      }),

    changeSharing: (sessionId, { by, paused }) =>
      audited(sessionId, {
        by,
        action: paused ? 'sharing.paused' : 'sharing.resumed',
        detail: {},
        after: (session) => sharingChanged(session, paused),
      }),

    beginWords: (sessionId) =>
      change(sessionId, (session) => {
        const begun = wordsBegun(session);
        if (!begun) throw new Problem('rate_limited', 'Words were compared three times already.');
        return begun;
      }),

    judgeWords: (sessionId, { by, match }) =>
      audited(sessionId, {
        by,
        action: 'words.judged',
        detail: { match },
        after: (session) => (match ? wordsMatched(session, by.role) : wordsDiffered(session)),
      }),

    recording: createRecordActions({ recorders, change, now }),

    reopening: createReopenActions({ change, roles, now }),

    end: (sessionId, by, reason) =>
      change(sessionId, (session, trx) =>
        endWithin(trx, session, { by: by.role, reason, actor: actorOf(session, by) }, now()),
      ),

    keepWithin: keepWithinPolicy({ change, now }),

    mayAskFor: (session, capability) => agentMay(db, session, capability),
  };
};

/** The session ends next; that somebody said so is on record first. */
const wordsDiffered = (session: Session): Session => {
  refuseUnlessJoined(session);
  return { ...session, words: { ...session.words, matchedBy: [] } };
};

interface Audited {
  readonly by: Participant;
  readonly action: string;
  readonly detail: { readonly [name: string]: string | boolean };
  readonly after: (session: Session) => Session;
}

const actorOf = (session: Session, { role }: Participant): string =>
  role === 'agent' ? `agent:${session.agentId}` : `visitor:${session.visitorId}`;
