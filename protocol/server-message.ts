import * as v from 'valibot';
import {
  from,
  GrantRefused,
  KeyOffered,
  SharingChanged,
  SiteMessage,
  WordsAnswered,
  WordsCommitted,
  WordsJudged,
  WordsRevealed,
  WordsSealed,
} from './control.ts';
import { ProblemCode } from './problem.ts';

/** What the server says. */
export const ServerMessage = v.variant('type', [
  SiteMessage,
  /** To the agent, before the visitor has joined: they are looking at the invitation, or chose *Not now* there. */
  v.strictObject({ type: v.literal('invitation.opened') }),
  v.strictObject({ type: v.literal('invitation.declined') }),
  v.strictObject({ ...GrantRefused.entries, ...from }),
  v.strictObject({ ...SharingChanged.entries, ...from }),
  /** To the agents: whether what happens now is kept; `problem` says why it stopped, or could not begin, where nobody asked for that. */
  v.strictObject({
    type: v.literal('recording.changed'),
    recording: v.boolean(),
    problem: v.nullable(ProblemCode),
    /** How long ago it began, by the server's clock: the agents' may be wrong, and their page younger. Null: it is not on. Not said by a node that is older than it. */
    elapsedMs: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0)))),
  }),
  v.strictObject({ ...KeyOffered.entries, ...from }),
  v.strictObject({ ...WordsCommitted.entries, ...from }),
  v.strictObject({ ...WordsAnswered.entries, ...from }),
  v.strictObject({ ...WordsRevealed.entries, ...from }),
  v.strictObject({ ...WordsSealed.entries, ...from }),
  v.strictObject({ ...WordsJudged.entries, ...from }),
]);
export type ServerMessage = v.InferOutput<typeof ServerMessage>;
export type ServerMessageOf<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;
