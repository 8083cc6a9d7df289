import type { JoinCodeView } from '../../../protocol/http/sessions.ts';
import { joinLink } from '../../seal/join-key.ts';
import { wait } from '../wait.ts';
import type { PanelChannel, PanelMessage } from './panel-channel.ts';

/** What lets a customer in, and the agent see. Only panels hold it, in memory: a reload of the last one loses it. */
export interface Invitation {
  readonly joinKey: string;
  readonly link: string;
  /** Null once it is known to be used up. */
  readonly joinCode: JoinCodeView | null;
  /** In whose name the customer is written to. */
  readonly brandName: string;
  /** The customer's language, BCP 47; null: nobody knows. */
  readonly language: string | null;
}

type Kept = Omit<Invitation, 'link'>;

const othersAnswerWithinMs = 400;

/** The invitations that this panel made, or heard of from another panel. */
export class Invitations {
  readonly #kept = new Map<string, Invitation>();
  readonly #channel: PanelChannel;
  #heard: () => void = () => undefined;

  constructor(channel: PanelChannel) {
    this.#channel = channel;
    channel.listen((message) => this.#hear(message));
  }

  /** Keeps it, and tells the other panels. */
  keep(sessionId: string, kept: Kept): Invitation {
    this.#channel.post({ type: 'invitation.shared', sessionId, ...toShare(kept) });
    return this.#set(sessionId, kept);
  }

  known(sessionId: string): Invitation | null {
    return this.#kept.get(sessionId) ?? null;
  }

  /** Asks the other panels when this one doesn't know it. Null: nobody has it any more. */
  async find(sessionId: string): Promise<Invitation | null> {
    if (this.#kept.has(sessionId)) return this.known(sessionId);
    const answered = new AbortController();
    this.#heard = () => this.#kept.has(sessionId) && answered.abort();
    this.#channel.post({ type: 'invitation.requested', sessionId });
    await wait(othersAnswerWithinMs, answered.signal);
    return this.known(sessionId);
  }

  #hear(message: PanelMessage): void {
    if (message.type === 'invitation.requested') {
      const known = this.known(message.sessionId);
      if (!known) return;
      this.#channel.post({ type: 'invitation.shared', sessionId: message.sessionId, ...toShare(known) });
    }
    if (message.type === 'invitation.shared') {
      this.#set(message.sessionId, toShare(message));
      this.#heard();
    }
  }

  #set(sessionId: string, kept: Kept): Invitation {
    const invitation = { ...kept, link: joinLink(location.origin, sessionId, kept.joinKey) };
    this.#kept.set(sessionId, invitation);
    return invitation;
  }
}

/** All of it but the link, which each panel makes itself. */
const toShare = ({ joinKey, joinCode, brandName, language }: Kept): Kept => ({
  joinKey,
  joinCode,
  brandName,
  language,
});
