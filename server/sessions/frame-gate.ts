import { type FrameKind, kindNeeds } from '../../protocol/frame.ts';
import type { Participant } from '../relay/participant.ts';
import type { Verdict } from '../relay/room-host.ts';
import { joinedStateOf, type Session } from './session.ts';
import type { StandingGrants } from './standing-grants.ts';

/** Whether what the visitor allows covers this frame. */
export const judgeFrame = (
  session: Session,
  grants: StandingGrants,
  from: Participant,
  kind: FrameKind,
): Verdict => {
  if (!joinedStateOf(session)) return 'not_granted';
  const needs = kindNeeds[kind];
  if (needs.length === 0) return 'forward';
  // Nobody acts on what they may not see.
  const seen = kind === 'input' ? grants.covers('view', from) : 'yes';
  if (seen !== 'yes') return seen === 'lately' ? 'drop' : 'not_granted';
  const isPaused = session.paused || grants.isWithdrawn('sharing');
  let lately = false;
  for (const capability of needs) {
    const covered = grants.covers(capability, from);
    if (covered === 'yes') return isPaused && isSharing(capability) ? 'drop' : 'forward';
    lately ||= covered === 'lately';
  }
  return lately ? 'drop' : 'not_granted';
};

const isSharing = (capability: string): boolean => capability === 'view' || capability === 'control';
