import { msg, str } from '@lit/localize';
import type { PartState, WriteBackPart } from '../../../protocol/http/write-back.ts';
import type { ProblemCode } from '../../../protocol/problem.ts';
import { clockTime } from '../../elements/clock-time.ts';

/** Where a part of the summary is, as a sentence or two for the agent. Null when there is nothing to say. */
export const partText = (part: WriteBackPart, state: PartState): string | null => textOf[part](state);

const noteText = (state: PartState): string | null => {
  switch (state.name) {
    case 'pending':
      return msg('A note is being written on the case…');
    case 'written':
      return msg('A note about it is on the case.');
    case 'retrying':
      return withReason(
        msg(str`The note is not on the case yet. Next try: ${clockTime(state.at)}.`),
        state.problem,
      );
    case 'failed':
      return withReason(
        msg('The note could not be written on the case. Please write down yourself what happened.'),
        state.problem,
      );
    case 'unsupported':
      return msg('What happened is kept in Handrail’s session log.');
  }
};

const recordText = (state: PartState): string | null => {
  switch (state.name) {
    case 'written':
      return msg('The session’s record is in the CRM.');
    case 'retrying':
      return withReason(
        msg(str`The session’s record is not in the CRM yet. Next try: ${clockTime(state.at)}.`),
        state.problem,
      );
    case 'failed':
      return withReason(msg('The session’s record could not be put into the CRM.'), state.problem);
    case 'pending':
    case 'unsupported':
      return null;
  }
};

const outcomeText = (state: PartState): string | null => {
  switch (state.name) {
    case 'pending':
      return msg('How it went is being added on the case…');
    case 'written':
      return msg('How it went is on the case, too.');
    case 'retrying':
      return withReason(
        msg(str`How it went is not on the case yet. Next try: ${clockTime(state.at)}.`),
        state.problem,
      );
    case 'failed':
      return withReason(msg('How it went could not be added on the case.'), state.problem);
    case 'unsupported':
      return null;
  }
};

const textOf = {
  note: noteText,
  record: recordText,
  outcome: outcomeText,
} as const satisfies Readonly<Record<WriteBackPart, (state: PartState) => string | null>>;

const withReason = (text: string, problem: ProblemCode): string => {
  const reason = reasonText(problem);
  return reason === null ? text : `${text} ${reason}`;
};

/** Why the CRM did not take something. Null when that would tell nobody anything. */
const reasonText = (problem: ProblemCode): string | null => {
  switch (problem) {
    case 'case_closed':
      return msg('The case is closed and takes no notes any more.');
    case 'case_not_found':
      return msg('The case is gone, or the agent may not see it any more.');
    case 'crm_forbidden':
      return msg('The agent’s account may not do that in the CRM.');
    case 'user_inactive':
      return msg('The agent’s account is not active in the CRM.');
    case 'auth_revoked':
      return msg('The CRM asks the agent to sign in again.');
    case 'crm_quota_exhausted':
      return msg('The CRM takes no more calls today.');
    case 'crm_rate_limited':
      return msg('The CRM takes no more calls for now.');
    case 'crm_unavailable':
    case 'crm_answer_invalid':
      return msg('The CRM does not answer.');
    default:
      return null;
  }
};
