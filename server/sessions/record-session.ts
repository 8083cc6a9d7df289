import type { ProblemCode } from '../../protocol/problem.ts';
import type { SealedRoots } from '../../protocol/recording.ts';
import { record } from '../audit/audit-log.ts';
import type { Recorders } from '../recordings/recorders.ts';
import { type Recording, stopRecordingWithin } from '../recordings/recording-store.ts';
import type { ChangeSession } from './change-session.ts';
import { endWithin } from './end-session.ts';
import { granted, isRecorded, joinedStateOf, type Session, used } from './session.ts';

interface RecordActionsNeeds {
  readonly recorders: Pick<Recorders, 'check' | 'keyWithin'>;
  readonly change: ChangeSession;
  readonly now: () => number;
}

/** Why it can't be recorded any more, and whether there is no session without. */
interface Failing {
  readonly problem: ProblemCode;
  readonly ends: boolean;
}

/** What is written down of recording a session. Each is one transaction, with its audit entry. */
export interface RecordActions {
  /** The visitor sealed a generation's roots. Null: it is not to be recorded any more. @throws Problem what `Recorders.check` does. */
  key(session: Session, roots: SealedRoots): Promise<Recording | null>;
  /** The server can't record: what the visitor allowed is taken back, so that nobody believes it is recorded. */
  fail(sessionId: string, failing: Failing): Promise<void>;
  /** There is no session without, and the visitor never allowed it. */
  endWithout(sessionId: string): Promise<void>;
}

export const createRecordActions = ({ recorders, change, now }: RecordActionsNeeds): RecordActions => ({
  key: async ({ id, tenantId, caseId: belongsOn }, roots) => {
    const decided = await recorders.check({ tenantId, sessionId: id, caseId: belongsOn }, roots);
    let recording: Recording | null = null;
    await change(id, async (session, trx) => {
      recording = null;
      if (!isRecorded(session)) return session;
      const { agentId, caseId, visitorId } = session;
      const of = { tenantId, sessionId: id, agentId, caseId };
      recording = await recorders.keyWithin(trx, { of, roots, decided, actor: `visitor:${visitorId}` });
      return used(session, 'recording');
    });
    return recording;
  },

  fail: async (sessionId, { problem, ends }) => {
    await change(sessionId, async (session, trx) => {
      if (!joinedStateOf(session) || !isRecorded(session)) return session;
      const { tenantId } = session;
      const by = { tenantId, sessionId, actor: 'server', why: problem, at: now() };
      if (ends) {
        await stopRecordingWithin(trx, by);
        return endWithin(trx, session, { by: 'server', reason: 'not_recorded', actor: 'server' }, now());
      }
      const detail = { capability: 'recording', allowed: false, because: problem };
      await record(trx, { ...by, action: 'grant.changed', subject: sessionId, detail });
      await stopRecordingWithin(trx, by);
      return granted(session, 'recording', false);
    });
  },

  endWithout: async (sessionId) => {
    await change(sessionId, (session, trx) => {
      // Allowed, or over, since it was looked at.
      if (session.state.name !== 'active' || isRecorded(session)) return session;
      return endWithin(trx, session, { by: 'server', reason: 'not_recorded', actor: 'server' }, now());
    });
  },
});
