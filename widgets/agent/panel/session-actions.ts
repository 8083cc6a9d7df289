import { type CaseState, hasJoined } from './case-state.ts';

/** What the first place of the session's card has: to begin with, and then to see. */
export type FirstAction = 'start' | 'look' | 'open';

/** What the second place has: calling it off, and that it is. */
export type SecondAction = 'cancel' | 'end' | 'ended';

/** Null: nothing stands there yet. */
export const firstAction = (state: CaseState): FirstAction | null => {
  switch (state.name) {
    case 'looking':
      return null;
    case 'not-found':
      return 'look';
    case 'running':
      return 'open';
    case 'none':
    case 'starting':
    case 'over':
      return 'start';
  }
};

/** Null: nothing is or was going on with a customer. */
export const secondAction = (state: CaseState): SecondAction | null => {
  if (state.name === 'running') return hasJoined(state.session) ? 'end' : 'cancel';
  if (state.name !== 'over' || state.session.state.name !== 'ended') return null;
  return state.session.state.durationMs === null ? null : 'ended';
};
