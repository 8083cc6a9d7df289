import { type ServerMessage, SiteMessage } from '../../protocol/control.ts';
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
  /** If it goes on, it is recorded: so it was from the start, and the visitor has not stopped it. */
  readonly recorded: boolean;
  /** It is over because it was not recorded. */
  readonly unrecorded: boolean;
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
  /** The visitor has pressed: only that lets their page be seen again, whatever the server says. */
  #consents = false;

  constructor(needs: AfterEndNeeds) {
    this.#needs = needs;
    this.#finish();
  }

  get recorded(): boolean {
    return this.#needs.recorded;
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
      loadHttp: () => handed.load('http'),
      reads: SiteMessage,
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
    this.#say();
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
      this.#leaveAfter(endsAt - serverTime);
    }
    if (type === 'reopening.requested') this.#asked = true;
    if (goesOn) this.#finish();
    // A question that is put again comes to life anew, and is read out anew.
    else if (type !== 'pong') this.#say();
    if (goesOn && this.#consents) onReopened();
  }

  /** Said again whenever something has changed: the connection, or the agent, may have been lost just then. */
  #say(): void {
    if (this.#consents) this.#link?.send({ type: 'reopening.requested' });
    this.#show();
  }

  #show(): void {
    const { banner, kept, recorded, unrecorded } = this.#needs;
    const { agentName } = kept.record.handover;
    const there = this.#roster.participants.find(({ role, present }) => role === 'agent' && present);
    const asked = !!there && this.#consents;
    const offered = !!there && !asked;
    banner.ask(offered && this.#asked ? { name: 'view', agent: there.name, recorded } : null);
    banner.show({ name: 'ended', agent: agentName, offered, asked, recorded, unrecorded });
  }

  /** It is over for good. */
  #finish(): void {
    this.stop();
    this.#roster = emptyRoster;
    this.#show();
    this.#leaveAfter(shownMs);
  }

  #leaveAfter(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#needs.leave, ms);
  }
}
