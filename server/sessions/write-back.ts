import type { WriteBackPart } from '../../protocol/http/write-back.ts';
import type { AgentsWord } from './compose-note.ts';
import type { Ending } from './session.ts';
import type { Summary } from './summary.ts';

/** What an ended session has to say to the CRM. */
export interface WriteBack extends AgentsWord {
  readonly sessionId: string;
  readonly tenantId: string;
  readonly summary: Summary;
  /** Until when the agent can add an outcome; null: not any more. */
  readonly outcomeUntil: number | null;
  /** When its first part set out: what the agent says after that is a part of its own. Null: it waits. */
  readonly setOutAt: number | null;
}

/** Each goes on its own, by a job of its own. */
export const jobKindOf = {
  note: 'case.note',
  record: 'case.record',
  outcome: 'case.outcome',
} as const satisfies Readonly<Record<WriteBackPart, string>>;

/** What every summary has. */
export const plannedParts = ['note', 'record'] as const satisfies readonly WriteBackPart[];

export const writeBackParts = [...plannedParts, 'outcome'] as const satisfies readonly WriteBackPart[];

/** A CRM that gets two changes of one case at once refuses one of them: each follows the one before, and goes alone if that takes longer. */
const delayMs = { note: 0, record: 10_000, outcome: 20_000 } as const satisfies Readonly<
  Record<WriteBackPart, number>
>;

/** When a part is due, if the summary goes at this time. */
export const dueAt = (part: WriteBackPart, at: number): number => at + delayMs[part];

/** After these, nobody is there to say how it went: the summary goes at once. */
const nobodyThere: ReadonlySet<Ending['reason']> = new Set(['both_away', 'role_lost', 'signed_out']);

export const isAskedForOutcome = ({ reason }: Pick<Ending, 'reason'>): boolean => !nobodyThere.has(reason);
