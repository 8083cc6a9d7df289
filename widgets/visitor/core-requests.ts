import type { Capability } from '../../protocol/capability.ts';
import type { ConsentPolicy } from '../../protocol/consent-policy.ts';
import type { ClientMessage } from '../../protocol/control.ts';
import type { Banner, BannerQuestion } from './banner.ts';
import type { Consent } from './consent.ts';

interface RequestsNeeds {
  readonly consent: Consent;
  readonly banner: Pick<Banner, 'ask'>;
  /** The name of whoever has this number. */
  nameOf(participant: number): string;
  send(message: ClientMessage): void;
}

/** What agents ask for while the session is on, and what comes of it. */
export interface Requests {
  asked(capability: Capability, from: number): void;
  answered(question: BannerQuestion, allowed: boolean): void;
  /** The tenant decides otherwise. */
  follow(policy: ConsentPolicy): void;
}

export const createRequests = ({ consent, banner, nameOf, send }: RequestsNeeds): Requests => ({
  asked(capability, from) {
    if (consent.allows(capability)) return;
    const answer = consent.answerTo(capability, from);
    if (answer === 'yes') consent.allowAgain(capability);
    else if (answer === 'no') send({ type: 'grant.refused', capability });
    else banner.ask({ name: 'control', agent: nameOf(from), from, once: consent.asksOnce });
  },
  answered(question, allowed) {
    banner.ask(null);
    if (question.name !== 'control') return;
    if (allowed) consent.allow('control', question.once ? question.from : null);
    else consent.refuse('control');
  },
  follow(policy) {
    // What was asked may not be offered any more, or mean something else.
    banner.ask(null);
    consent.follow(policy);
  },
});
