import { msg } from '@lit/localize';
import type { ListedSession } from '../../../protocol/http/sessions.ts';

/** How far a session is, in the few steps that matter to somebody who is elsewhere. */
export type Progress = 'live' | 'waiting' | 'declined' | 'invited' | 'over';

export const progressOf = ({ state }: ListedSession): Progress => {
  switch (state.name) {
    case 'joined':
    case 'active':
      return 'live';
    case 'waiting':
      return 'waiting';
    case 'declined':
      return 'declined';
    case 'invited':
      return 'invited';
    case 'ended':
      return 'over';
  }
};

export const progressText = (progress: Progress): string => {
  switch (progress) {
    case 'live':
      return msg('Live');
    case 'waiting':
      return msg('The customer decides');
    case 'declined':
      return msg('The customer said not now');
    case 'invited':
      return msg('Not opened yet');
    case 'over':
      return msg('Over');
  }
};
