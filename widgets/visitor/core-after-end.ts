import type { ServerMessage } from '../../protocol/control.ts';
import type { RealtimeLink } from '../link/realtime-link.ts';
import { joinRoom } from '../seal/join-room.ts';
import { emptyRoster, type Roster, rosterAfter } from '../seal/roster.ts';
import type { Banner } from './banner.ts';
import type { KeptSession } from './session-record.ts';
import type { Handed } from './snippet-handed.ts';

interface AfterEndNeeds {
  readonly handed: Handed;
  readonly kept: KeptSession;
  readonly banner: Banner;
  /** Nothing more is to be said. */
  leave(): void;
}

const shownMs = 20_000;

/**
 * What the visitor sees when it is over, and, for as long as an end by mistake can be taken back, the way to go on. It has a connection
 * that takes no frames, and nothing that could read the page or seal any of it.
 */
export class AfterEnd {
  readonly #needs: AfterEndNeeds;
  #link: RealtimeLink | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #roster: Roster = emptyRoster;
  #asked = false;
  #mayAsk = false;
  /** The visitor has pressed: only that lets their page be seen again, whatever the server says. */
  #consents = false;

  constructor(needs: AfterEndNeeds) {
    this.#needs = needs;
    this.#finish();
  }

  /** The server knows that it is over, and this site has forgotten it: from here on it may go on again. */
  wait(onReopened: () => void): void {
    const { banner, handed, kept } = this.#needs;
    if (!banner.host.element.isConnected) return;
    const { sessionId, credential } = kept.record.handover;
    this.#link = joinRoom({
      origin: handed.origin,
      sessionId,
      role: 'visitor',
      place: 'site',
      over: true,
      credential,
      signingKey: kept.device,
      hpkePublicKey: null,
      onMessage: (message) => this.#hear(message, onReopened),
      onFrame: () => undefined,
      onStatus: (status) => {
        if (typeof status === 'object') this.#finish();
      },
    });
  }

  /** Asks, or says yes to the agent who has asked: the same consent. */
  allow(): void {
    this.#consents = true;
    this.#tell();
    this.#show();
  }

  refuse(): void {
    this.#link?.send({ type: 'reopening.refused' });
    this.#finish();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#link?.close();
    this.#link = null;
  }

  #hear(message: ServerMessage, onReopened: () => void): void {
    const { type } = message;
    this.#roster = rosterAfter(this.#roster, message);
    let goesOn = type === 'session.reopened';
    if (type === 'joined') {
      const { over, endsAt, serverTime } = message;
      goesOn = !over;
      this.#mayAsk = true;
      this.#leaveAfter(endsAt - serverTime);
    }
    if (type === 'reopening.requested') this.#asked = true;
    // What was said while the connection, or the agent, was lost.
    if (type === 'joined' || type === 'participant.joined') this.#tell();
    if (goesOn) this.#finish();
    // A question that is put again comes to life anew, and is read out anew.
    else if (type !== 'pong') this.#show();
    if (goesOn && this.#consents) onReopened();
  }

  #tell(): void {
    if (this.#consents) this.#link?.send({ type: 'reopening.requested' });
  }

  #show(): void {
    const { banner, kept } = this.#needs;
    const { agentName } = kept.record.handover;
    const there = this.#roster.participants.find(({ role, present }) => role === 'agent' && present);
    const agent = this.#mayAsk && there?.name;
    const asked = this.#consents && !!agent;
    banner.ask(agent && this.#asked && !asked ? { name: 'view', agent } : null);
    banner.show({ name: 'ended', agent: agentName, offered: !!agent && !asked, asked });
  }

  /** It is over for good. */
  #finish(): void {
    this.stop();
    this.#mayAsk = false;
    this.#show();
    this.#leaveAfter(shownMs);
  }

  #leaveAfter(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#needs.leave, ms);
  }
}
