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
}

/** Each goes on its own, by a job of its own. */
export const jobKindOf = {
  note: 'case.note',
  record: 'case.record',
} as const satisfies Readonly<Record<WriteBackPart, string>>;

export const writeBackParts = ['note', 'record'] as const satisfies readonly WriteBackPart[];

/** A CRM that gets two changes of one case at once refuses one of them: the record follows the note, and goes alone if that takes longer. */
const recordAfterNoteMs = 10_000;

/** When a part is due, if the summary goes at this time. */
export const dueAt = (part: WriteBackPart, at: number): number =>
  part === 'record' ? at + recordAfterNoteMs : at;

/** After these, nobody is there to say how it went: the summary goes at once. */
const nobodyThere: ReadonlySet<Ending['reason']> = new Set(['both_away', 'role_lost', 'signed_out']);

export const isAskedForOutcome = ({ reason }: Pick<Ending, 'reason'>): boolean => !nobodyThere.has(reason);
