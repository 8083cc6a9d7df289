import type { Capability } from '../../protocol/capability.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/control.ts';
import type { Banner, BannerQuestion } from './banner.ts';
import type { Consent } from './consent.ts';
import { isOfExtras } from './extras.ts';

type ControlQuestion = Extract<BannerQuestion, { name: 'control' }>;

interface RequestsNeeds {
  readonly consent: Consent;
  readonly banner: Pick<Banner, 'ask'>;
  /** The name of whoever has this number. */
  nameOf(participant: number): string;
  send(message: ClientMessage): void;
}

/** What agents ask for while the session is on, and what comes of it. */
export interface Requests {
  hear(message: ServerMessage): void;
  answered(question: ControlQuestion, allowed: boolean): void;
}

export const createRequests = ({ consent, banner, nameOf, send }: RequestsNeeds): Requests => {
  const ask = (capability: Capability, from: number): void => {
    // What parts of the snippet ask for, they ask themselves.
    if (consent.allows(capability) || isOfExtras(capability)) return;
    const answer = consent.answerTo(capability, from);
    if (answer === 'yes') consent.allowAgain(capability);
    else if (answer === 'no') send({ type: 'grant.refused', capability });
    else banner.ask({ name: 'control', agent: nameOf(from), from, once: consent.asksOnce });
  };
  return {
    hear(message) {
      // Whoever asked may be gone; what was asked may not be offered any more, or mean something else.
      if (message.type === 'participant.left' || message.type === 'policy.changed') banner.ask(null);
      if (message.type === 'policy.changed') consent.follow(message.policy);
      if (message.type === 'grant.requested') ask(message.capability, message.from);
    },
    answered({ once, from }, allowed) {
      if (allowed) consent.allow('control', once ? from : null);
      else consent.refuse('control');
    },
  };
};
