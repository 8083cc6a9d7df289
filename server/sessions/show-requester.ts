import * as v from 'valibot';
import type { EarlierSession, RequesterView } from '../../protocol/http/requester.ts';
import { SessionState } from '../../protocol/http/sessions.ts';
import { Outcome } from '../../protocol/http/write-back.ts';
import type { Requester } from '../../protocol/requester.ts';
import type { CrmOf } from '../crm/crm.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Asker } from './asker.ts';

interface ShowRequesterNeeds {
  readonly db: Queryable;
  readonly crmOf: CrmOf;
}

/** A person waits for it beside a page that is there already: better to say that the CRM is slow. */
const answerWithinMs = 8_000;
const mostEarlier = 10;

/** Who is being helped, as the CRM says now to the agent who asks; and when that person was helped before, as we know. */
export const createShowRequester =
  ({ db, crmOf }: ShowRequesterNeeds) =>
  async (asker: Asker): Promise<RequesterView> => {
    const earlier = await earlierSessions(db, asker);
    try {
      return { ...(await inTime(requesterNow(crmOf, asker))), problem: null, earlier };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { requester: null, problem: error.code, earlier };
    }
  };

const requesterNow = async (
  crmOf: CrmOf,
  { session, agentId }: Asker,
): Promise<Pick<RequesterView, 'requester'>> => {
  const requester = await askedNow(crmOf, { session, agentId });
  if (!requester) return { requester: null };
  const { name, locale, timeZone } = requester;
  return { requester: { name, language: locale, timeZone } };
};

const askedNow = async (crmOf: CrmOf, { session, agentId }: Asker): Promise<Requester | null> => {
  const { tenantId, caseId, requester } = session;
  if (caseId === null) return requester;
  const crm = await crmOf({ tenantId, agentId });
  // A console that signs JWTs said it when the session began, and can't be asked again.
  if (crm.kind === 'jwt') return requester;
  return (await crm.findCase(caseId))?.requester ?? null;
};

const inTime = async <T>(work: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Problem('crm_unavailable', 'The CRM takes too long.')),
    answerWithinMs,
  );
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
};

const earlierSessions = async (q: Queryable, { session }: Asker): Promise<EarlierSession[]> => {
  if (session.requester === null) return [];
  const rows = await q
    .selectFrom('sessions')
    .innerJoin('write_backs', 'write_backs.session_id', 'sessions.id')
    .innerJoin('agents', 'agents.id', 'sessions.agent_id')
    .select(['sessions.id', 'sessions.created_at', 'sessions.state', 'write_backs.outcome', 'agents.name'])
    .where('sessions.tenant_id', '=', session.tenantId)
    .where('sessions.requester_id', '=', session.requester.id)
    .where('sessions.id', '!=', session.id)
    .where('sessions.created_at', '<=', session.createdAt)
    .orderBy('sessions.created_at', 'desc')
    .limit(mostEarlier)
    .execute();
  return rows.map((row) => {
    const state = v.parse(SessionState, JSON.parse(row.state));
    return {
      id: row.id,
      startedAt: row.created_at,
      agentName: row.name,
      durationMs: state.name === 'ended' ? state.durationMs : null,
      outcome: v.parse(v.nullable(Outcome), row.outcome),
    };
  });
};
