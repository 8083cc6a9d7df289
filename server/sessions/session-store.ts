import * as v from 'valibot';
import { Grant } from '../../protocol/capability.ts';
import { endedBy, endReasons } from '../../protocol/ending.ts';
import { ActiveState, SessionState } from '../../protocol/http/sessions.ts';
import { Requester } from '../../protocol/requester.ts';
import type { Schema } from '../database/schema.ts';
import type { Queryable } from '../database/transaction.ts';
import { neverReopened } from './reopening.ts';
import { features, noWords, type Session } from './session.ts';

const Grants = v.array(Grant);
const Features = v.array(v.picklist(features));
const Places = v.array(
  v.strictObject({
    key: v.string(),
    number: v.number(),
    role: v.picklist(['visitor', 'agent']),
    name: v.string(),
  }),
);
const Words = v.strictObject({
  begun: v.number(),
  matchedBy: v.array(v.picklist(['visitor', 'agent'])),
});
const Reopenings = v.strictObject({
  gaps: v.array(
    v.strictObject({
      endedAt: v.number(),
      by: v.picklist(endedBy),
      reason: v.picklist(endReasons),
      reopenedAt: v.number(),
    }),
  ),
  offer: v.nullable(
    v.strictObject({
      was: ActiveState,
      until: v.number(),
      askedBy: v.nullable(v.picklist(['visitor', 'agent'])),
    }),
  ),
});

/** Null when there is no such session. */
export const findSession = async (q: Queryable, id: string): Promise<Session | null> => {
  const row = await q.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? sessionOf(row) : null;
};

/** On whatever case or none, on no case, or on this one. */
export type OnCase = 'any' | 'none' | { readonly id: string };

export interface SessionFilter {
  readonly tenantId: string;
  /** Null: of every agent of the tenant. */
  readonly agentId: string | null;
  readonly onCase: OnCase;
  /** Null: whomever they help. */
  readonly requesterId: string | null;
  /** Only those that have not ended. */
  readonly live: boolean;
}

/** Newest first, at most a hundred. */
export const listSessions = async (q: Queryable, filter: SessionFilter): Promise<readonly Session[]> => {
  let query = q.selectFrom('sessions').selectAll().where('tenant_id', '=', filter.tenantId);
  if (filter.agentId !== null) query = query.where('agent_id', '=', filter.agentId);
  if (filter.onCase === 'none') query = query.where('case_id', 'is', null);
  else if (filter.onCase !== 'any') query = query.where('case_id', '=', filter.onCase.id);
  if (filter.requesterId !== null) query = query.where('requester_id', '=', filter.requesterId);
  if (filter.live) query = query.where('state_name', '!=', 'ended');
  const rows = await query.orderBy('created_at', 'desc').orderBy('id').limit(100).execute();
  return rows.map(sessionOf);
};

/** Every session of the installation that has not ended. */
export const listOpenSessions = async (q: Queryable): Promise<readonly Session[]> => {
  const rows = await q.selectFrom('sessions').selectAll().where('state_name', '!=', 'ended').execute();
  return rows.map(sessionOf);
};

/** Sessions whose end could still be taken back: this agent's, or everybody's of the tenant. */
export const listReopenable = async (
  q: Queryable,
  { tenantId, agentId }: Pick<SessionFilter, 'tenantId' | 'agentId'>,
  now: number,
): Promise<readonly Session[]> => {
  let query = q
    .selectFrom('sessions')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('reopen_until', '>', now);
  if (agentId !== null) query = query.where('agent_id', '=', agentId);
  return (await query.execute()).map(sessionOf);
};

export const insertSession = async (q: Queryable, session: Session): Promise<void> => {
  await q.insertInto('sessions').values(rowOf(session)).execute();
};

/** Writes what became of the session that was read in this transaction. Answers with it, as it is now. @throws Error when another write came in between. */
export const saveSession = async (q: Queryable, session: Session): Promise<Session> => {
  const saved = { ...session, version: session.version + 1 };
  const { numUpdatedRows } = await q
    .updateTable('sessions')
    .set(rowOf(saved))
    .where('id', '=', session.id)
    .where('version', '=', session.version)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new Error(`Session ${session.id} was changed outside a transaction.`);
  return saved;
};

const rowOf = (session: Session): Schema['sessions'] => ({
  id: session.id,
  tenant_id: session.tenantId,
  agent_id: session.agentId,
  case_id: session.caseId,
  case_number: session.caseNumber,
  requester_id: session.requester?.id ?? null,
  requester: session.requester && JSON.stringify(session.requester),
  brand_id: session.brandId,
  is_test: session.isTest ? 1 : 0,
  proof_hash: session.proofHash,
  created_at: session.createdAt,
  state_name: session.state.name,
  state: JSON.stringify(session.state),
  grants: JSON.stringify(session.grants),
  paused: session.paused ? 1 : 0,
  features: JSON.stringify(session.features),
  visitor_id: session.visitorId,
  participants: JSON.stringify(session.places),
  words: JSON.stringify(session.words),
  reopening: JSON.stringify(session.reopening),
  reopen_until: session.reopening.offer?.until ?? null,
  version: session.version,
});

const sessionOf = (row: Schema['sessions']): Session => ({
  id: row.id,
  tenantId: row.tenant_id,
  agentId: row.agent_id,
  caseId: row.case_id,
  caseNumber: row.case_number,
  requester: row.requester === null ? null : v.parse(Requester, JSON.parse(row.requester)),
  brandId: row.brand_id,
  isTest: row.is_test === 1,
  proofHash: row.proof_hash,
  createdAt: row.created_at,
  state: v.parse(SessionState, JSON.parse(row.state)),
  grants: v.parse(Grants, JSON.parse(row.grants)),
  paused: row.paused === 1,
  features: v.parse(Features, JSON.parse(row.features)),
  visitorId: row.visitor_id,
  places: v.parse(Places, JSON.parse(row.participants)),
  words: row.words === null ? noWords : v.parse(Words, JSON.parse(row.words)),
  reopening: row.reopening === null ? neverReopened : v.parse(Reopenings, JSON.parse(row.reopening)),
  version: row.version,
});
