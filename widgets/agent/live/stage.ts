import type { LiveRoom } from './live-room.ts';

/** What the place where the customer's page appears has to say. */
export type Stage =
  | 'connecting'
  | 'reconnecting'
  | 'waiting'
  | 'opened'
  | 'declined'
  | 'comparing'
  | 'unverified'
  | 'loading'
  | 'paused'
  | 'away'
  | 'showing';

/** Stages in which the picture stays visible, if there is one: what the customer was willing to show a moment ago. */
export const keepsPicture: ReadonlySet<Stage> = new Set(['showing', 'loading', 'away', 'reconnecting']);

export const stageOf = (room: LiveRoom, hasPicture: boolean): Stage => {
  if (room.status === 'connecting') return 'connecting';
  if (room.status !== 'online') return 'reconnecting';
  if (!room.visitor) return room.invitation;
  if (room.roster.joinedBy === 'code' && isComparing(room)) return 'comparing';
  if (room.visitorAway) return 'away';
  if (room.roster.paused) return 'paused';
  if (hasPicture && room.sealed.page) return 'showing';
  return room.keyRefused && !room.sealed.sealed ? 'unverified' : 'loading';
};

/** Until both have said that the words match. After a reload nobody is asked again: what was agreed on is remembered. */
const isComparing = ({ verified, comparison }: LiveRoom): boolean =>
  !verified || comparison.state.name === 'matched';
