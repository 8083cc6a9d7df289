import type { Grant } from '../../../protocol/capability.ts';
import type { ClientMessage, ParticipantView, ServerMessage } from '../../../protocol/control.ts';
import { decodeHeader, type FrameKind } from '../../../protocol/frame.ts';
import { pageFormat } from '../../../protocol/page.ts';
import { type AgentRoom, createAgentRoom } from '../../../widgets/seal/agent-room.ts';
import { type HpkeKey, makeHpkeKey } from '../../../widgets/seal/hpke.ts';
import { createVisitorRoom, type VisitorRoom } from '../../../widgets/seal/visitor-room.ts';

export const sessionId = 'ses_aaaaaaaaaaaaaaaaaaaaaa';

export interface Got {
  readonly kind: FrameKind;
  readonly text: string;
}

export interface AgentEnd {
  readonly room: AgentRoom;
  readonly view: ParticipantView;
  readonly got: Got[];
  readonly refused: string[];
}

/** A visitor's and agents' rooms, joined by a wire that a test can listen to, hold back and write on. */
export class TwoRooms {
  readonly visitor: VisitorRoom;
  readonly agents: AgentEnd[] = [];
  readonly got: Got[] = [];
  readonly refused: string[] = [];
  readonly frames: { readonly from: number; readonly bytes: Uint8Array<ArrayBuffer> }[] = [];
  readonly offers: Extract<ClientMessage, { type: 'key.offered' }>[] = [];
  /** What becomes of a frame on its way; null loses it. */
  tamper: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | null = (bytes) => bytes;
  /** What becomes of an agent's public key on its way to the visitor. */
  swapKey: (view: ParticipantView) => ParticipantView = (view) => view;
  grants: Grant[] = [{ capability: 'view', to: 'agents', until: null }];
  text = 'page';
  #generation = 0;
  #watchers: (() => void)[] = [];

  constructor(psk: Uint8Array<ArrayBuffer>) {
    this.visitor = createVisitorRoom({
      sessionId,
      psk,
      nextGeneration: async () => this.#generation++,
      send: (message) => this.#fromVisitor(message),
      sendFrame: (bytes) => this.#frame(1, bytes),
      events: {
        onKeyframeWanted: (nonces) =>
          void this.visitor.sendBody('page', keyframe(nonces, this.text), { keyframe: true }),
        onBody: (kind, body) => this.#note(() => this.got.push({ kind, text: decode(body) })),
        onRefused: (reason) => this.#note(() => this.refused.push(reason)),
        onSealed: () => this.#note(() => undefined),
      },
    });
    this.visitor.receive(this.joined(1));
  }

  async addAgent(psk: Uint8Array<ArrayBuffer>, hpkeKey?: HpkeKey): Promise<AgentEnd> {
    const key = hpkeKey ?? (await makeHpkeKey());
    const number = this.agents.length + 2;
    const view: ParticipantView = {
      number,
      role: 'agent',
      name: `Agent ${number}`,
      hpkeKey: key.publicKey,
      present: true,
    };
    const [got, refused]: [Got[], string[]] = [[], []];
    const room = createAgentRoom({
      sessionId,
      psk,
      hpkeKey: key,
      send: (message) => this.#fromAgent(message),
      sendFrame: (bytes) => this.#frame(number, bytes),
      events: {
        onBody: (kind, body) =>
          this.#note(() => got.push({ kind, text: kind === 'page' ? pageText(body) : decode(body) })),
        onRefused: (reason) => this.#note(() => refused.push(reason)),
      },
    });
    const end = { room, view, got, refused };
    this.agents.push(end);
    room.receive(this.joined(number));
    this.visitor.receive({ type: 'participant.joined', participant: this.swapKey(view) });
    return end;
  }

  joined(number: number): ServerMessage {
    const participants = [visitorView, ...this.agents.map(({ view }) => this.swapKey(view))];
    const { grants } = this;
    return {
      type: 'joined',
      number,
      participants,
      grants,
      paused: false,
      joinedBy: 'link',
      endsAt: 1,
      serverTime: 0,
    };
  }

  async until(what: string, condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${what} did not happen`)), 5_000);
      this.#watchers.push(() => {
        if (!condition()) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }

  stop(): void {
    for (const { room } of this.agents) room.disconnected();
  }

  #fromVisitor(message: ClientMessage): void {
    if (message.type !== 'key.offered') return;
    this.offers.push(message);
    this.agents.find(({ view }) => view.number === message.to)?.room.receive({ ...message, from: 1 });
  }

  #fromAgent(message: ClientMessage): void {
    if (message.type === 'keyframe.requested')
      this.visitor.receive({ type: message.type, nonces: [message.nonce] });
  }

  #frame(from: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#note(() => this.frames.push({ from, bytes }));
    const arrived = this.tamper(bytes);
    if (!arrived) return;
    if (from !== 1) this.visitor.receiveFrame(arrived);
    for (const { room, view } of this.agents) if (view.number !== from) room.receiveFrame(arrived);
  }

  #note(change: () => unknown): void {
    change();
    for (const watcher of this.#watchers) watcher();
  }
}

/** A whole keyframe's first bytes, as capture writes them, then the text. */
const keyframe = (nonces: readonly string[], text: string): Uint8Array => {
  const said = nonces.flatMap((nonce) => [...Buffer.from(nonce, 'base64url')]);
  return new Uint8Array([pageFormat.keyframe, nonces.length, ...said, ...Buffer.from(text)]);
};

export const patch = (text: string): Uint8Array => new Uint8Array([pageFormat.patch, ...Buffer.from(text)]);

export const makePsk = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));

export const kindOf = (bytes: Uint8Array): FrameKind | undefined => decodeHeader(bytes)?.kind;

const visitorView: ParticipantView = {
  number: 1,
  role: 'visitor',
  name: 'Visitor',
  hpkeKey: null,
  present: true,
};

const decode = (body: Uint8Array): string => new TextDecoder().decode(body);

const pageText = (body: Uint8Array): string =>
  decode(body.subarray(body[0] === pageFormat.keyframe ? 2 + 16 * (body[1] ?? 0) : 1));
