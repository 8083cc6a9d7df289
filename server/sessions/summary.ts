import * as v from 'valibot';
import { Capability } from '../../protocol/capability.ts';
import { endedBy, endReasons } from '../../protocol/ending.ts';
import { findAgent } from '../agents/agent-store.ts';
import type { AuditHead } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import { type Ending, features, type JoinedState, type Session } from './session.ts';

/** What stands on the case, or beside it, after a session. */
const Artifact = v.strictObject({
  /** Of what is deleted, only what it was. */
  name: v.string(),
  location: v.picklist(['crm', 'link']),
  /** Where people open it: the file on the case, else our own page for it. */
  url: v.nullable(v.string()),
  /** Our own page, where what `url` leads to can't be opened without it. */
  viewer: v.nullable(v.string()),
  /** Null while it is being put together. */
  bytes: v.nullable(v.number()),
  sha256: v.nullable(v.string()),
  deletedAt: v.nullable(v.number()),
});

/** What the CRM is told about a session that is over: who, when, how long, what. No session content. Times are epoch milliseconds. */
export const Summary = v.strictObject({
  agentCrmId: v.string(),
  agentName: v.string(),
  joinedAt: v.number(),
  joinedBy: v.picklist(['link', 'code']),
  /** Null when the customer's page never came. */
  activeAt: v.nullable(v.number()),
  endedAt: v.number(),
  by: v.picklist(endedBy),
  reason: v.picklist(endReasons),
  /** Every capability that the visitor ever allowed, in the order of the audit log. */
  consents: v.array(Capability),
  features: v.array(v.picklist(features)),
  /** Ends by mistake that were taken back, the earliest first. */
  gaps: v.optional(
    v.array(
      v.strictObject({
        endedAt: v.number(),
        by: v.picklist(endedBy),
        reason: v.picklist(endReasons),
        reopenedAt: v.number(),
      }),
    ),
    [],
  ),
  /** As it is when it is brought to the CRM; nothing of it is kept here. */
  artifacts: v.array(Artifact),
  /** The audit log's newest entry: the session's end. */
  auditHead: v.strictObject({ sequence: v.number(), hash: v.string() }),
});
export type Summary = Readonly<v.InferOutput<typeof Summary>>;

interface SessionEnd {
  readonly session: Session;
  readonly joined: JoinedState;
  readonly ending: Ending;
  readonly endedAt: number;
  readonly head: AuditHead;
}

/** Taken in the transaction that ends the session, of which some of it is forgotten afterwards. */
export const summaryOf = async (trx: Transaction, end: SessionEnd): Promise<Summary> => {
  const { session, joined, ending, endedAt, head } = end;
  const agent = await findAgent(trx, { tenantId: session.tenantId, agentId: session.agentId });
  return {
    agentCrmId: agent?.crmUserId ?? '',
    agentName: agent?.name ?? session.agentId,
    joinedAt: joined.joinedAt,
    joinedBy: joined.by,
    activeAt: joined.name === 'active' ? joined.activeAt : null,
    endedAt,
    by: ending.by,
    reason: ending.reason,
    consents: [...(await consentsOf(trx, session.id))],
    features: [...session.features],
    gaps: [...session.reopening.gaps],
    artifacts: [],
    auditHead: { sequence: head.sequence, hash: head.hash },
  };
};

const Consent = v.union([
  v.looseObject({ capabilities: v.array(Capability) }),
  v.looseObject({ capability: Capability, allowed: v.boolean() }),
]);

const consentsOf = async (trx: Transaction, sessionId: string): Promise<readonly Capability[]> => {
  const entries = await trx
    .selectFrom('audit_entries')
    .select('detail')
    .where('subject', '=', sessionId)
    .where('action', 'in', ['session.joined', 'grant.changed'])
    .orderBy('sequence')
    .execute();
  const allowed = entries.flatMap(({ detail }) => {
    const entry = v.parse(Consent, JSON.parse(detail));
    if ('capabilities' in entry) return v.parse(v.array(Capability), entry.capabilities);
    return entry.allowed === true ? [v.parse(Capability, entry.capability)] : [];
  });
  return [...new Set(allowed)];
};
