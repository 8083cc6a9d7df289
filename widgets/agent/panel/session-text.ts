import { msg, str } from '@lit/localize';
import type { EndReason } from '../../../protocol/ending.ts';
import type { SessionState, SessionView } from '../../../protocol/http/sessions.ts';

/** Where the session is, as a sentence for the agent. */
export const sessionText = (session: SessionView): string => {
  const said = stateText(session);
  const isRecorded =
    session.state.name === 'active' && session.grants.some(({ capability }) => capability === 'recording');
  return isRecorded ? `${said} ${msg('The session is recorded.')}` : said;
};

const stateText = ({ state, visitorPresent }: SessionView): string => {
  switch (state.name) {
    case 'invited':
      return msg('Waiting for the customer to open the link or type the code.');
    case 'waiting':
      return msg('The invitation has been opened. The customer decides.');
    case 'declined':
      return msg('The customer chose not now. The link still works.');
    case 'joined':
      return state.by === 'code'
        ? msg(
            'The customer has joined. Open the live view: you compare three words before anything is shown.',
          )
        : msg('The customer has joined. Open the live view to see the page.');
    case 'active':
      return visitorPresent
        ? msg('The session is on: the customer is sharing the page.')
        : msg('The session is on. The customer is away at the moment.');
    case 'ended':
      return endText(state);
  }
};

const endText = ({ reason, durationMs }: Extract<SessionState, { name: 'ended' }>): string => {
  if (durationMs !== null) return `${reasonText(reason)} ${durationText(durationMs)}`;
  // They came in, and said no on the website.
  if (reason === 'ended_by_visitor') return msg('The customer decided not to show the page after all.');
  return reasonText(reason);
};

/** Why a session is over. */
export const reasonText = (reason: EndReason): string => {
  switch (reason) {
    case 'ended_by_agent':
      return msg('You ended the session.');
    case 'ended_by_visitor':
      return msg('The customer ended the session.');
    case 'cancelled':
      return msg('You cancelled the invitation. The link and the code no longer work.');
    case 'expired':
      return msg('Nobody used the invitation in time. The link and the code no longer work.');
    case 'both_away':
      return msg('The session ended because nobody was there any more.');
    case 'too_long':
      return msg('The session reached the longest time that is allowed.');
    case 'words_differ':
      return msg('The session ended because the words to compare were different.');
    case 'role_lost':
      return msg('The session ended because your Handrail role was taken away.');
    case 'signed_out':
      return msg('The session ended because you were signed out.');
    case 'not_recorded':
      return msg('The session ended because it was not recorded, which your company requires.');
  }
};

const durationText = (ms: number): string => {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return msg('It took less than a minute.');
  return minutes === 1 ? msg('It took one minute.') : msg(str`It took ${minutes} minutes.`);
};
