import type { SessionRecord } from '../crm/crm.ts';
import type { AgentsWord } from './compose-note.ts';
import { gapsMs } from './reopening.ts';
import type { Summary } from './summary.ts';

/** What the CRM can report on after a session: the same as the note, in fields. */
export const composeRecord = (sessionId: string, summary: Summary, word: AgentsWord): SessionRecord => ({
  externalId: sessionId,
  startedAt: summary.joinedAt,
  endedAt: summary.endedAt,
  agentId: summary.agentCrmId,
  agentName: summary.agentName,
  durationMs: summary.activeAt === null ? null : summary.endedAt - summary.activeAt - gapsMs(summary),
  features: summary.features,
  consent: summary.consents,
  outcome: word.outcome,
  comment: word.comment,
  artifacts: summary.artifacts,
  auditHead: summary.auditHead.hash,
});
