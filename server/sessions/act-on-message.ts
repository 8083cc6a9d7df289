import type { Capability } from '../../protocol/capability.ts';
import type { ClientMessageOf } from '../../protocol/control.ts';
import type { SealedRoots } from '../../protocol/recording.ts';
import type { Participant } from '../relay/participant.ts';
import type { RoomMessage } from '../relay/room-host.ts';
import { hearReopening } from './hear-reopening.ts';
import type { LiveActions } from './live-actions.ts';
import type { LiveSession } from './live-session.ts';
import { isOffered } from './offered-capabilities.ts';
import { isRecorded, joinedStateOf } from './session.ts';

export interface Said<M extends RoomMessage = RoomMessage> {
  readonly from: Participant;
  readonly message: M;
}

/** Does what a participant said, who was found to be one that may say it. @throws Problem `session_ended`, `session_not_joined`. */
export const actOnMessage = async (
  actions: LiveActions,
  live: LiveSession,
  { from, message }: Said,
): Promise<void> => {
  const { id } = live.session;
  switch (message.type) {
    case 'key.offered':
      return offerKey(live, { from, message });
    case 'grant.changed':
      return changeGrant(actions, live, { from, message });
    case 'grant.requested':
      return requestGrant(actions, live, { from, message });
    case 'grant.refused':
      live.requests.refused(message.capability);
      live.tellRole('agent', { ...message, from: from.number });
      return;
    case 'grant.released':
      return takeBack(actions, live, { by: from, capability: message.capability });
    case 'recording.keyed':
      return live.recording.keyed(rootsOf({ from, message }));
    case 'sharing.changed':
      await actions.changeSharing(id, { by: from, paused: message.paused });
      if (!message.paused) live.grants.allowed('sharing');
      live.tellRole('agent', { ...message, from: from.number });
      return;
    case 'words.committed':
    case 'words.answered':
    case 'words.revealed':
    case 'words.sealed':
    case 'words.judged':
      return passWords(actions, live, { from, message });
    case 'reopening.requested':
    case 'reopening.refused':
      return hearReopening(actions, live, { from, message });
    case 'end.requested':
      await actions.end(id, from, from.role === 'agent' ? 'ended_by_agent' : 'ended_by_visitor');
  }
};

/** Only to the one it is for, and only while that one has the key that it was sealed to: after a reload it is of no use. */
const offerKey = async (
  live: LiveSession,
  { from, message }: Said<ClientMessageOf<'key.offered'>>,
): Promise<void> => {
  const to = live.find(message.to);
  if (to?.role !== 'agent' || to.hpkeKey !== message.hpkeKey) return;
  if (live.grants.covers('view', to) !== 'yes') return;
  to.connection.send({ ...message, from: from.number });
};

const rootsOf = ({ from, message }: Said<ClientMessageOf<'recording.keyed'>>): SealedRoots => {
  const { type: _, ...roots } = message;
  return { ...roots, visitor: from.number };
};

const changeGrant = async (
  actions: LiveActions,
  live: LiveSession,
  { from, message }: Said<ClientMessageOf<'grant.changed'>>,
): Promise<void> => {
  const { capability, allowed, again } = message;
  const { session, policy } = live;
  // Nobody asks for this grant: it comes with each file, and an agent who may have none gets none.
  const isForNobody = capability === 'files' && allowed && !(await actions.mayAskFor(session, capability));
  if (allowed && (isForNobody || !isOffered({ session, policy, capability }))) {
    // The sender believes what isn't so: this is how it stands.
    return from.connection.send({ type: 'grants.changed', grants: [...live.session.grants] });
  }
  if (!allowed) return takeBack(actions, live, { by: from, capability });
  await actions.changeGrant(live.session.id, { by: from, capability, allowed, again: again === true });
  live.requests.allowed(capability);
  live.grants.allowed(capability);
};

/** Where the tenant has no session without a recording, whoever stops it ends the session. */
const takeBack = async (
  actions: LiveActions,
  { session, policy }: LiveSession,
  { by, capability }: { readonly by: Participant; readonly capability: Capability },
): Promise<void> => {
  if (capability === 'recording' && policy.recording === 'required' && isRecorded(session)) {
    await actions.end(session.id, by, by.role === 'agent' ? 'ended_by_agent' : 'ended_by_visitor');
    return;
  }
  await actions.changeGrant(session.id, { by, capability, allowed: false, again: false });
};

const requestGrant = async (
  actions: LiveActions,
  live: LiveSession,
  { from, message }: Said<ClientMessageOf<'grant.requested'>>,
): Promise<void> => {
  const { capability } = message;
  const { session, policy } = live;
  const visitor = session.places.find((place) => place.role === 'visitor');
  const mayAsk =
    isOffered({ session, policy, capability }) &&
    live.requests.mayAsk(capability) &&
    (await actions.mayAskFor(session, capability));
  if (!visitor || !mayAsk) {
    return from.connection.send({ type: 'grant.refused', capability, from: visitor?.number ?? from.number });
  }
  // One question at a time is in front of the visitor, however often it is asked.
  if (live.requests.ask(capability)) live.tellRole('visitor', { ...message, from: from.number });
};

type WordsMessage = Extract<RoomMessage, { type: `words.${string}` }>;

/** Between the visitor and the one agent, in sessions that a code opened: a link's key needs no comparing. */
const passWords = async (
  actions: LiveActions,
  live: LiveSession,
  { from, message }: Said<WordsMessage>,
): Promise<void> => {
  if (joinedStateOf(live.session)?.by !== 'code') return live.expel(from, 'forbidden_frame');
  if (message.type === 'words.committed') await actions.beginWords(live.session.id);
  live.tellRole(from.role === 'visitor' ? 'agent' : 'visitor', { ...message, from: from.number });
  if (message.type !== 'words.judged') return;
  await actions.judgeWords(live.session.id, { by: from, match: message.match });
  if (!message.match) await actions.end(live.session.id, from, 'words_differ');
};
