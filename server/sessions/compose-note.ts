import type { Outcome } from '../../protocol/http/write-back.ts';
import { gapsMs } from './reopening.ts';
import type { Ending } from './session.ts';
import type { Summary } from './summary.ts';

/** What the agent added, if anything. */
export interface AgentsWord {
  readonly outcome: Outcome | null;
  readonly comment: string | null;
}

/** What the case will say about a session: who, when, how long, what, and how it went. Plain text, in English. */
export const composeNote = (
  sessionId: string,
  summary: Summary,
  { outcome, comment }: AgentsWord,
): string => {
  const { gaps } = summary;
  return [
    gaps.length === 0 ? 'Handrail session' : 'Handrail session, continued',
    `Agent: ${summary.agentName}`,
    ...(outcome ? [`Outcome: ${outcomeTexts[outcome]}`] : []),
    ...(comment ? [`Comment: ${withoutMarkers(comment)}`] : []),
    `Customer joined: ${utc(summary.joinedAt)} by ${summary.joinedBy}`,
    `Seen live: ${seenLive(summary)}`,
    `Consent given: ${listed(summary.consents)}`,
    `Features used: ${listed(summary.features)}`,
    ...summary.artifacts.map(fileLine),
    ...gaps.map(
      (gap) => `Ended by mistake: ${utc(gap.endedAt)}, ${howEnded(gap)}; went on ${utc(gap.reopenedAt)}`,
    ),
    `Ended: ${utc(summary.endedAt)}, ${howEnded(summary)}`,
    `Session: ${noteMarker(sessionId, summary)}`,
    `Audit head: ${summary.auditHead.sequence}:${summary.auditHead.hash}`,
  ].join('\n');
};

const fileLine = ({ name, url, viewer, sha256, deletedAt }: Summary['artifacts'][number]): string => {
  const where = deletedAt === null ? [url, viewer] : [`deleted ${utc(deletedAt)}`];
  const hash = sha256 === null ? '' : ` (SHA-256 ${sha256})`;
  return `File: ${[withoutMarkers(name), ...where].filter((part) => part !== null).join(', ')}${hash}`;
};

/** What the note is found again by. One for each end that stood: an earlier one may have been written before it was taken back. */
export const noteMarker = (sessionId: string, { gaps }: Pick<Summary, 'gaps'>): string =>
  gaps.length === 0 ? sessionId : `${sessionId}-${gaps.length + 1}`;

/** What was said after the note had set out, as a note of its own. */
export const composeOutcome = (
  sessionId: string,
  summary: Summary,
  { outcome, comment }: AgentsWord,
): string =>
  [
    'Handrail session: how it went',
    `Agent: ${summary.agentName}`,
    ...(outcome ? [`Outcome: ${outcomeTexts[outcome]}`] : []),
    ...(comment ? [`Comment: ${withoutMarkers(comment)}`] : []),
    `Of the session that ended: ${utc(summary.endedAt)}`,
    `Reference: ${outcomeMarker(noteMarker(sessionId, summary))}`,
  ].join('\n');

/** Not the session's id: the first note must not be taken for this one, nor this one for the first. */
export const outcomeMarker = (marker: string): string => marker.replace(/^ses_/, 'out_');

const outcomeTexts: Readonly<Record<Outcome, string>> = {
  solved: 'solved',
  not_solved: 'not solved',
  follow_up: 'to be followed up',
};

// A note is found again by its session's id: another one's must not be taken for it.
const withoutMarkers = (comment: string): string => comment.replaceAll(/(ses|out)_(?=[\w-]{22})/g, '$1 ');

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
    case 'not_recorded':
      return 'because it was not recorded, as the company requires';
    case 'cancelled':
      return 'because it was cancelled';
    case 'expired':
      return 'because the link expired';
  }
};

const seenLive = ({ activeAt, endedAt, gaps }: Summary): string =>
  activeAt === null
    ? "never, the customer's page did not connect"
    : `${utc(activeAt)} to ${utc(endedAt)} (${duration(endedAt - activeAt - gapsMs({ gaps }))})`;

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
