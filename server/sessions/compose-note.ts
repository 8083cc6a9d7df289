import * as v from 'valibot';
import { Capability } from '../../protocol/capability.ts';
import { findAgent } from '../agents/agent-store.ts';
import type { AuditHead } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import type { Ending, JoinedState, Session } from './session.ts';

interface NoteFacts {
  readonly session: Session;
  readonly joined: JoinedState;
  readonly ending: Ending;
  readonly endedAt: number;
  readonly head: AuditHead;
}

/** What the case will say about a session: who, when, how long, what. Plain text, in English, no session content. */
export const composeNote = async (trx: Transaction, facts: NoteFacts): Promise<string> => {
  const { session, joined, ending, endedAt, head } = facts;
  const agent = await findAgent(trx, { tenantId: session.tenantId, agentId: session.agentId });
  const consents = await consentsOf(trx, session.id);
  return [
    'Handrail session',
    `Agent: ${agent?.name ?? session.agentId}`,
    `Customer joined: ${utc(joined.joinedAt)} by ${joined.by}`,
    `Seen live: ${seenLive(joined, endedAt)}`,
    `Consent given: ${listed(consents)}`,
    `Features used: ${listed(session.features)}`,
    `Ended: ${utc(endedAt)}, ${howEnded(ending)}`,
    `Session: ${session.id}`,
    `Audit head: ${head.sequence}:${head.hash}`,
  ].join('\n');
};

const howEnded = ({ by, reason }: Ending): string => {
  switch (reason) {
    case 'ended_by_agent':
      return 'by the agent';
    case 'ended_by_visitor':
      return 'by the customer';
    case 'words_differ':
      return `because the words to compare differed, said the ${by === 'visitor' ? 'customer' : by}`;
    case 'both_away':
      return 'because both were away for five minutes';
    case 'too_long':
      return 'because it reached the longest time allowed';
    case 'role_lost':
      return 'because the agent lost the role in the CRM';
    case 'signed_out':
      return 'because the agent was signed out';
    case 'cancelled':
      return 'because it was cancelled';
    case 'expired':
      return 'because the link expired';
  }
};

const seenLive = (joined: JoinedState, endedAt: number): string =>
  joined.name === 'active'
    ? `${utc(joined.activeAt)} to ${utc(endedAt)} (${duration(endedAt - joined.activeAt)})`
    : "never, the customer's page did not connect";

const Consent = v.union([
  v.looseObject({ capabilities: v.array(Capability) }),
  v.looseObject({ capability: Capability, allowed: v.boolean() }),
]);

/** Every capability that the visitor ever allowed, in the order of the audit log. */
const consentsOf = async (trx: Transaction, sessionId: string): Promise<readonly string[]> => {
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

const listed = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none');

/** `2026-11-23 08:40:12 UTC` */
const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours, minutes, rest] = parts;
  return [hours ? `${hours} h` : '', hours || minutes ? `${minutes} min` : '', `${rest} s`]
    .filter(Boolean)
    .join(' ');
};
