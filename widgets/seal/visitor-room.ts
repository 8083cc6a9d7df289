import { pageReference } from '../../protocol/anchor.ts';
import { isGranted } from '../../protocol/capability.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/control.ts';
import { bounded } from './compression.ts';
import { kindRoot, makeContentKey, makeStream } from './content-keys.ts';
import { createKeyGeneration } from './key-generation.ts';
import { canBeOffered, makeOffer, type OfferedKey } from './key-offer.ts';
import type { NewGeneration } from './recorded-roots.ts';
import { emptyRoster, type Roster, rosterAfter } from './roster.ts';
import { SealedChannel } from './sealed-channel.ts';
import type { SealedRoom, SealedRoomEvents } from './sealed-room.ts';

export interface VisitorRoomNeeds {
  readonly sessionId: string;
  /** Null while the words have not been compared. */
  readonly psk: Uint8Array<ArrayBuffer> | null;
  send(message: ClientMessage): void;
  sendFrame(bytes: Uint8Array<ArrayBuffer>): void;
  /** A number above all that this session used before, in this page load or an earlier one. */
  nextGeneration(): Promise<number>;
  /** What the server must hear before anybody can seal under a new key; the key waits for it. */
  beforeOffer?(generation: NewGeneration): Promise<readonly ClientMessage[]>;
  readonly events: SealedRoomEvents;
}

/** The visitor's end: the only one that makes content keys, and only while sharing. */
export interface VisitorRoom extends SealedRoom {
  /** Makes a key and offers it to the agents who are here, and to those who come. */
  share(): void;
  /** From this task on nothing leaves. */
  rest(): void;
}

export const createVisitorRoom = (needs: VisitorRoomNeeds): VisitorRoom => new Visitor(needs);

interface Holder {
  readonly number: number;
  readonly hpkeKey: string;
}

class Visitor implements VisitorRoom {
  readonly #needs: VisitorRoomNeeds;
  readonly #channel: SealedChannel;
  #roster: Roster = emptyRoster;
  #psk: Uint8Array<ArrayBuffer> | null;
  #sharing = false;
  #online = false;
  /** Each change of keys is a turn; one that was overtaken comes to nothing. */
  #turn = 0;
  #wanted: readonly string[] | null = null;

  constructor(needs: VisitorRoomNeeds) {
    this.#needs = needs;
    this.#psk = needs.psk;
    this.#channel = new SealedChannel({
      sendFrame: needs.sendFrame,
      roleOf: (number) => this.#roster.participants.find((one) => one.number === number)?.role ?? null,
      onOpened: ({ kind, sender, stream }, role, opened) => {
        const { events } = needs;
        if (opened.type === 'refused') events.onRefused?.('frame');
        else if (opened.type === 'gap') events.onGap?.(kind);
        else if (opened.type === 'body') {
          const { body, keyframe, epoch } = opened;
          events.onBody?.(kind, body, { sender, role, stream, epoch, keyframe });
        }
      },
      onFault: (error) => needs.events.onFault?.(error),
    });
  }

  get roster(): Roster {
    return this.#roster;
  }

  get sealed(): boolean {
    return this.#channel.generation !== null;
  }

  get page() {
    const generation = this.#channel.generation;
    const epoch = generation?.epochOf('page') ?? 0;
    return generation && epoch > 0 ? pageReference({ stream: generation.visitorStream, epoch }) : null;
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
    this.#renew();
  }

  share(): void {
    this.#sharing = true;
    this.#renew();
  }

  rest(): void {
    this.#sharing = false;
    this.#stop();
  }

  disconnected(): void {
    this.#online = false;
    this.#stop();
  }

  receive(message: ServerMessage): void {
    const before = namesOf(this.#holders());
    this.#roster = rosterAfter(this.#roster, message);
    if (message.type === 'joined') this.#online = true;
    if (message.type === 'keyframe.requested') this.#want(message.nonces);
    const came = message.type === 'joined' || message.type === 'participant.joined';
    // Whoever comes gets a key that opens nothing from before; whoever goes has one that opens nothing after.
    if (came || namesOf(this.#holders()) !== before) this.#renew();
    this.#needs.events.onMessage?.(message);
  }

  receiveFrame(bytes: Uint8Array<ArrayBuffer>): void {
    this.#channel.receive(bytes);
  }

  #want(nonces: readonly string[]): void {
    if (this.sealed) this.#needs.events.onKeyframeWanted?.(nonces);
    // A request that comes while keys change is answered under the new ones.
    else this.#wanted = [...(this.#wanted ?? []), ...nonces].slice(-16);
  }

  #holders(): readonly Holder[] {
    const { participants, grants } = this.#roster;
    const mayView = (number: number) => isGranted(grants, 'view', number, Date.now());
    return participants.filter(canBeOffered).filter(({ number }) => mayView(number));
  }

  #stop(): void {
    this.#turn += 1;
    this.#channel.end();
  }

  #renew(): void {
    this.#stop();
    const psk = this.#psk;
    const holders = this.#holders();
    if (!this.#sharing || !this.#online || !psk || holders.length === 0) return;
    this.#offer(psk, holders, this.#turn).catch((error: unknown) => this.#needs.events.onFault?.(error));
  }

  async #offer(psk: Uint8Array<ArrayBuffer>, holders: readonly Holder[], turn: number): Promise<void> {
    const { sessionId } = this.#needs;
    const self = this.#roster.self;
    const generation = await this.#needs.nextGeneration();
    const key: OfferedKey = { contentKey: makeContentKey(), visitorStream: makeStream() };
    if (self === null) return;
    const before = this.#needs.beforeOffer?.({
      generation,
      visitor: self,
      visitorStream: key.visitorStream,
      rootOf: (kind) => kindRoot(key.contentKey, kind),
    });
    const offers = await Promise.allSettled(
      holders.map(({ number: agent, hpkeKey }) =>
        makeOffer(key, hpkeKey, { sessionId, psk, visitor: self, agent, generation }),
      ),
    );
    const firstMessages = (await before) ?? [];
    if (turn !== this.#turn) return;
    const inputRoots = new Map<number, Uint8Array<ArrayBuffer>>();
    const messages = offers.flatMap((offer) => {
      // A public key that is no point on the curve: its owner gets nothing, the others do.
      if (offer.status === 'rejected') return [];
      inputRoots.set(offer.value.message.to, offer.value.inputRoot);
      return [offer.value.message];
    });
    const inputRootOf = (agent: number) => inputRoots.get(agent) ?? null;
    this.#channel.begin(
      createKeyGeneration({
        ...key,
        sessionId,
        generation,
        role: 'visitor',
        self,
        inputRootOf,
        createExpander: () => bounded,
      }),
    );
    for (const message of [...firstMessages, ...messages]) this.#needs.send(message);
    this.#begun();
  }

  #begun(): void {
    const wanted = this.#wanted;
    this.#wanted = null;
    this.#needs.events.onSealed?.();
    if (wanted) this.#needs.events.onKeyframeWanted?.(wanted);
  }
}

const namesOf = (holders: readonly Holder[]): string =>
  holders.map(({ number, hpkeKey }) => `${number} ${hpkeKey}`).join();
