import { type PageReference, pageReference } from '../../protocol/anchor.ts';
import { toBase64Url } from '../../protocol/base64url.ts';
import type { ClientMessage, ServerMessage, ServerMessageOf } from '../../protocol/control.ts';
import type { FrameHeader, Role } from '../../protocol/frame.ts';
import { keyframeNonces } from '../../protocol/page.ts';
import { acceptOffer } from './accept-offer.ts';
import { createExpander } from './expander.ts';
import type { OpenedFrame } from './frame-opener.ts';
import type { HpkeKey } from './hpke.ts';
import { createKeyGeneration } from './key-generation.ts';
import type { AgreedKey } from './key-offer.ts';
import { emptyRoster, type Roster, rosterAfter } from './roster.ts';
import { SealedChannel } from './sealed-channel.ts';
import type { SealedRoom, SealedRoomEvents } from './sealed-room.ts';

export interface AgentRoomNeeds {
  readonly sessionId: string;
  /** Null while the words have not been compared. */
  readonly psk: Uint8Array<ArrayBuffer> | null;
  /** This page load's key, as it was said on joining. */
  readonly hpkeKey: HpkeKey;
  send(message: ClientMessage): void;
  sendFrame(bytes: Uint8Array<ArrayBuffer>): void;
  readonly events: SealedRoomEvents;
}

/** An agent's end: takes the keys that the visitor offers, and asks for keyframes. */
export interface AgentRoom extends SealedRoom {
  /** Asks for the whole page again. */
  requestKeyframe(): void;
}

export const createAgentRoom = (needs: AgentRoomNeeds): AgentRoom => new Agent(needs);

const mostNonces = 8;
/** A keyframe that hasn't come by then was lost on the way: a relay may drop frames. */
const askAgainAfterMs = 4_000;

class Agent implements AgentRoom {
  readonly #needs: AgentRoomNeeds;
  readonly #channel: SealedChannel;
  #roster: Roster = emptyRoster;
  #psk: Uint8Array<ArrayBuffer> | null;
  #online = false;
  #lastGeneration = -1;
  /** The newest offer that came before there was a psk. */
  #held: ServerMessageOf<'key.offered'> | null = null;
  /** Requests of this page that no keyframe has answered yet. */
  #nonces: string[] = [];
  #page: PageReference | null = null;
  #askAgain: ReturnType<typeof setTimeout> | undefined;

  constructor(needs: AgentRoomNeeds) {
    this.#needs = needs;
    this.#psk = needs.psk;
    this.#channel = new SealedChannel({
      sendFrame: needs.sendFrame,
      roleOf: (number) => this.#roster.participants.find((one) => one.number === number)?.role ?? null,
      onOpened: (header, role, opened) => this.#opened(header, role, opened),
      onFault: (error) => needs.events.onFault?.(error),
    });
  }

  get roster(): Roster {
    return this.#roster;
  }

  get sealed(): boolean {
    return this.#channel.generation !== null;
  }

  get page(): PageReference | null {
    return this.#page;
  }

  get pendingBytes(): number {
    return this.#channel.pendingBytes;
  }

  send(message: ClientMessage): void {
    this.#needs.send(message);
  }

  sendBody(...[kind, body, options]: Parameters<SealedRoom['sendBody']>): boolean {
    return this.#channel.send(kind, body, options?.keyframe ?? false);
  }

  usePsk(psk: Uint8Array<ArrayBuffer>): void {
    this.#psk = psk;
    const held = this.#held;
    this.#held = null;
    if (held) this.#take(held);
  }

  requestKeyframe(): void {
    const nonce = toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
    this.#page = null;
    this.#nonces = [...this.#nonces, nonce].slice(-mostNonces);
    this.#needs.send({ type: 'keyframe.requested', nonce });
    clearTimeout(this.#askAgain);
    this.#askAgain = setTimeout(() => this.requestKeyframe(), askAgainAfterMs);
  }

  disconnected(): void {
    this.#online = false;
    clearTimeout(this.#askAgain);
    this.#channel.end();
    this.#page = null;
  }

  receive(message: ServerMessage): void {
    this.#roster = rosterAfter(this.#roster, message);
    // A visitor who sees this agent come offers a new key; the old one is done with.
    if (message.type === 'joined' || message.type === 'session.ended') this.disconnected();
    if (message.type === 'joined') this.#online = true;
    // While nothing is shared there is nothing to ask for; a new key says that it goes on.
    if (message.type === 'sharing.changed' || message.type === 'participant.left')
      clearTimeout(this.#askAgain);
    if (message.type === 'key.offered' && message.to === this.#roster.self) this.#take(message);
    this.#needs.events.onMessage?.(message);
  }

  receiveFrame(bytes: Uint8Array<ArrayBuffer>): void {
    this.#channel.receive(bytes);
  }

  #take(offer: ServerMessageOf<'key.offered'>): void {
    // In line with the frames, so that none overtakes the key it needs.
    this.#channel.afterReceived(async () => {
      const psk = this.#psk;
      if (!psk) {
        this.#held = offer;
        return;
      }
      const agreed = await this.#agree(offer, psk);
      if (!this.#online) return;
      if (agreed) this.#begin(offer.generation, agreed);
      else this.#needs.events.onRefused?.('key');
    });
  }

  async #agree(
    offer: ServerMessageOf<'key.offered'>,
    psk: Uint8Array<ArrayBuffer>,
  ): Promise<AgreedKey | null> {
    const { sessionId, hpkeKey } = this.#needs;
    const visitor = this.#roster.participants.find(
      (one) => one.number === offer.from && one.role === 'visitor',
    );
    // A lower generation is an old offer, said again.
    const usable = visitor && offer.hpkeKey === hpkeKey.publicKey && offer.generation > this.#lastGeneration;
    if (!usable) return null;
    const context = { sessionId, psk, visitor: offer.from, agent: offer.to, generation: offer.generation };
    // Whatever is wrong with an offer, it is not one that this agent can use.
    return acceptOffer(offer, hpkeKey, context).catch(() => null);
  }

  #begin(generation: number, { inputRoot, ...key }: AgreedKey): void {
    const self = this.#roster.self;
    if (self === null) return;
    this.#lastGeneration = generation;
    this.#channel.begin(
      createKeyGeneration({
        ...key,
        sessionId: this.#needs.sessionId,
        generation,
        role: 'agent',
        self,
        createExpander,
        inputRootOf: (agent) => (agent === self ? inputRoot : null),
      }),
    );
    this.#needs.events.onSealed?.();
    this.requestKeyframe();
  }

  #opened({ kind, sender, stream }: FrameHeader, role: Role, opened: OpenedFrame): void {
    const { events } = this.#needs;
    if (opened.type === 'refused') events.onRefused?.('frame');
    if (opened.type === 'gap') {
      if (kind === 'page') this.requestKeyframe();
      events.onGap?.(kind);
    }
    if (opened.type !== 'body') return;
    const { body, keyframe, epoch } = opened;
    if (kind === 'page' && !this.#follows(body, keyframe, { stream, epoch })) return;
    events.onBody?.(kind, body, { sender, role, stream, epoch, keyframe });
  }

  /** A page is followed from a keyframe that repeats a nonce of this page load's, so an old one can't be played again. */
  #follows(body: Uint8Array, keyframe: boolean, header: { stream: bigint; epoch: number }): boolean {
    if (!keyframe) return this.#page !== null;
    const nonces = keyframeNonces(body);
    const answers = nonces?.some((nonce) => this.#nonces.includes(nonce)) ?? false;
    if (!answers && this.#page === null) {
      this.#needs.events.onRefused?.('keyframe');
      return false;
    }
    clearTimeout(this.#askAgain);
    if (answers) this.#nonces = [];
    this.#page = pageReference(header);
    return true;
  }
}
