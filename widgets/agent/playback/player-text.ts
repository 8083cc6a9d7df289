import { msg } from '@lit/localize';
import type { RecordingEvent } from '../../../protocol/recording.ts';
import { ApiProblem } from '../../link/api.ts';
import type { PlaybackState } from '../../recording/playback.ts';
import { problemText } from '../problem-text.ts';
import { refusalOf } from '../refusal-of.ts';

/** Whether the customer had paused sharing at this moment. */
export const isPausedAt = (events: readonly RecordingEvent[], at: number): boolean => {
  const last = events.findLast((event) => event.type === 'sharing.changed' && event.at <= at);
  return last?.type === 'sharing.changed' && last.paused;
};

/** Why it doesn't go on. */
export const failureText = ({ error }: Extract<PlaybackState, { name: 'failed' }>): string =>
  error instanceof ApiProblem
    ? problemText(refusalOf(error))
    : msg('This recording is damaged from here on. Another moment of it may still be shown.');

interface Shown {
  readonly state: PlaybackState;
  readonly hasPicture: boolean;
  readonly isPaused: boolean;
}

/** What stands in the picture's place. Null: the picture does. */
export const insteadText = ({ state, hasPicture, isPaused }: Shown): string | null => {
  if (isPaused) return msg('The customer has paused sharing here: nothing was recorded.');
  if (hasPicture) return null;
  return state.name === 'loading' ? msg('Loading…') : msg('There is no picture of this moment.');
};
