import { type FrameKind, kindNeeds } from '../../protocol/frame.ts';
import type { FileTerms } from '../../protocol/http/file-terms.ts';
import type { Participant } from '../relay/participant.ts';
import type { Verdict } from '../relay/room-host.ts';
import { joinedStateOf, type Session } from './session.ts';
import type { StandingGrants } from './standing-grants.ts';

/** What holds in a session at this moment. */
interface Holding {
  readonly session: Session;
  readonly grants: StandingGrants;
  /** Which way files go: `server` has them kept or looked at for malware. */
  readonly fileWay: FileTerms['way'];
}

/** Whether what the visitor allows, and how files have to go, covers this frame. */
export const judgeFrame = (
  { session, grants, fileWay }: Holding,
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
    // Nothing goes past the scanner; an honest browser may be in the middle of one when that is decided.
    const isPast = kind === 'file' && fileWay === 'server';
    if (covered === 'yes') return isPast || (isPaused && isSharing(capability)) ? 'drop' : 'forward';
    lately ||= covered === 'lately';
  }
  return lately ? 'drop' : 'not_granted';
};

const isSharing = (capability: string): boolean => capability === 'view' || capability === 'control';
