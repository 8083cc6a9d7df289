import { msg } from '@lit/localize';

interface ClosedText {
  readonly title: string;
  readonly text: string;
}

/** Why an invitation leads nowhere, and what to do about it. */
export const closedText = (reason: 'invalid' | 'used' | 'expired' | 'unreachable'): ClosedText => {
  switch (reason) {
    case 'invalid':
      return {
        title: msg('This invitation is not complete'),
        text: msg(
          'A part of its address was lost, or it was never made. Copy all of it, or ask for a new one.',
        ),
      };
    case 'used':
      return {
        title: msg('This invitation has been used'),
        text: msg(
          'Somebody has become the administrator with it. If that was you, open the admin pages. If you know nothing of it, tell whoever runs Handrail.',
        ),
      };
    case 'expired':
      return {
        title: msg('This invitation is over'),
        text: msg('It was good for three days. Ask whoever runs Handrail for a new one.'),
      };
    case 'unreachable':
      return {
        title: msg('Handrail can’t be reached'),
        text: msg('Check your network; trying again may help.'),
      };
  }
};
