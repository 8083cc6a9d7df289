import { msg } from '@lit/localize';
import type { CloseReason } from '../../../protocol/close-codes.ts';
import { reasonText } from '../panel/session-text.ts';
import type { ControlState, LiveEnd } from './live-room.ts';
import type { Stage } from './stage.ts';

/** What is happening, as a sentence for the agent. */
export const stageText = (stage: Stage, control: ControlState, hasPicture: boolean): string => {
  switch (stage) {
    case 'connecting':
      return msg('Connecting…');
    case 'reconnecting':
      return msg('The connection is lost. Connecting again…');
    case 'waiting':
      return msg('Waiting for the customer to join.');
    case 'opened':
      return msg('The invitation has been opened. The customer decides.');
    case 'declined':
      return msg('The customer chose not now. The link still works.');
    case 'comparing':
      return msg('The customer came by a code. Compare three words before anything is shown.');
    case 'unverified':
      return msg(
        'The customer’s key is not the one that belongs to the link, so nothing is shown. End the session and start again with a new link.',
      );
    case 'loading':
      return msg('Waiting for the customer’s page…');
    case 'paused':
      return msg('The customer has paused sharing. You can’t see anything now.');
    case 'away':
      return hasPicture
        ? msg('The customer is away. This is what was shown last.')
        : msg('The customer is away. You see the page again when they are back.');
    case 'showing':
      return controlText(control);
  }
};

const controlText = (control: ControlState): string => {
  switch (control) {
    case 'none':
      return msg('You see the customer’s page.');
    case 'asked':
      return msg('You have asked for control. The customer decides.');
    case 'refused':
      return msg('The customer did not allow control.');
    case 'granted':
      return msg('You have control: click, scroll and type on the customer’s page.');
  }
};

/** Why the live view is over. */
export const liveEndText = (end: LiveEnd): string =>
  end.name === 'ended' ? reasonText(end.message.reason) : closedText(end.reason);

const closedText = (reason: CloseReason | 'unreachable'): string => {
  switch (reason) {
    case 'session_ended':
      return msg('The session has ended.');
    case 'replaced':
      return msg('This session is shown in another window now.');
    case 'version_refused':
      return msg('Handrail has been updated. Reload this page.');
    case 'unauthorized':
    case 'removed':
      return msg('This window may no longer show the session. Open the live view from the panel again.');
    case 'unreachable':
      return msg('Handrail could not be reached for too long.');
    default:
      return msg(
        'The connection was closed because something went wrong. Open the live view from the panel again.',
      );
  }
};
