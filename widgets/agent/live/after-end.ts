import type { ServerMessage } from '../../../protocol/control.ts';
import { loadHttpSocket } from '../../link/load-http-socket.ts';
import type { RealtimeLink } from '../../link/realtime-link.ts';
import { joinRoom } from '../../seal/join-room.ts';
import { emptyRoster, type Roster, rosterAfter } from '../../seal/roster.ts';
import type { ReopeningNeeds } from './reopening.ts';

/** `until` is epoch milliseconds of this browser's clock. */
export type AfterEndState =
  /** Nothing can be taken back, or nobody is there to go on with; and whether this agent had a hand in that. */
  | { readonly name: 'closed'; readonly decided: boolean }
  | { readonly name: 'offered'; readonly until: number }
  | { readonly name: 'asked' }
  /** The customer asks. */
  | { readonly name: 'requested' };

interface AfterEndNeeds extends ReopeningNeeds {
  changed(state: AfterEndState): void;
  reopened(): void;
}

/** The agent's end of a session that is over, while that can be taken back: a connection that takes no frames and has no keys. */
export class AfterEnd {
  readonly #needs: AfterEndNeeds;
  readonly #link: RealtimeLink;
  #roster: Roster = emptyRoster;
  #until: number | null = null;
  #asked = false;
  #refused = false;
  #requested = false;

  constructor(needs: AfterEndNeeds) {
    this.#needs = needs;
    const { sessionId, access } = needs;
    this.#link = joinRoom({
      origin: location.origin,
      sessionId,
      role: 'agent',
      place: 'live',
      over: true,
      credential: access.token,
      signingKey: access.device,
      hpkePublicKey: null,
      loadHttp: loadHttpSocket,
      onMessage: (message) => this.#hear(message),
      onFrame: () => undefined,
      onStatus: (status) => {
        if (typeof status === 'object') this.#close();
      },
    });
  }

  /** Asks, or says yes to the customer who has asked. */
  ask(): void {
    this.#asked = true;
    this.#tell();
    this.#show();
  }

  refuse(): void {
    this.#refused = true;
    this.#link.send({ type: 'reopening.refused' });
    this.#close();
  }

  stop(): void {
    this.#link.close();
  }

  #hear(message: ServerMessage): void {
    const { type } = message;
    this.#roster = rosterAfter(this.#roster, message);
    if (type === 'joined') this.#until = Date.now() + message.endsAt - message.serverTime;
    if (type === 'reopening.requested') this.#requested = true;
    // What was said while the connection, or the customer, was lost.
    if (type === 'joined' || type === 'participant.joined') this.#tell();
    if (type === 'session.reopened' || (type === 'joined' && !message.over)) this.#goOn();
    else if (type !== 'pong') this.#show();
  }

  #tell(): void {
    if (this.#asked) this.#link.send({ type: 'reopening.requested' });
  }

  #goOn(): void {
    this.stop();
    this.#needs.reopened();
  }

  #show(): void {
    this.#needs.changed(this.#state());
  }

  #state(): AfterEndState {
    const isThere = this.#roster.participants.some(({ role, present }) => role === 'visitor' && present);
    if (this.#until === null || !isThere) return { name: 'closed', decided: this.#asked || this.#refused };
    if (this.#asked) return { name: 'asked' };
    return this.#requested ? { name: 'requested' } : { name: 'offered', until: this.#until };
  }

  #close(): void {
    this.stop();
    this.#until = null;
    this.#show();
  }
}
