import type { Grant } from '../../../protocol/capability.ts';
import type {
  ClientMessage,
  ParticipantView,
  ServerMessage,
  ServerMessageOf,
} from '../../../protocol/control.ts';
import type { EndReason, endedBy } from '../../../protocol/ending.ts';
import type { FrameKind } from '../../../protocol/frame.ts';
import { type AgentRoom, createAgentRoom } from '../../../widgets/seal/agent-room.ts';
import { makeHpkeKey } from '../../../widgets/seal/hpke.ts';
import type { SealedRoomEvents } from '../../../widgets/seal/sealed-room.ts';

/** The visitor's connection, as a room sees it. */
export interface VisitorSocket {
  send(message: ServerMessage): void;
  sendFrame(bytes: Uint8Array): void;
  close(code: number): void;
}

export interface Received {
  readonly kind: FrameKind;
  readonly body: Uint8Array;
  readonly keyframe: boolean;
}

/** A room for one visitor's browser and one agent in this process: what the relay and the session's server do, without a database. */
export class TestRoom {
  readonly sessionId: string;
  readonly heard: ClientMessage[] = [];
  readonly frames: Uint8Array<ArrayBuffer>[] = [];
  readonly bodies: Received[] = [];
  readonly refused: string[] = [];
  readonly withdrawals: string[] = [];
  agent: AgentRoom | null = null;
  grants: Grant[] = [{ capability: 'view', to: 'agents', until: null }];
  paused = false;
  /** How often a visitor's browser came in. */
  joins = 0;
  /** Whether an end can be taken back. */
  mayReopen = false;
  #waiting: VisitorSocket | null = null;
  #visitor: VisitorSocket | null = null;
  #agentView: ParticipantView | null = null;
  #watchers: (() => void)[] = [];

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  get visitorConnected(): boolean {
    return this.#visitor !== null;
  }

  async agentJoins(psk: Uint8Array<ArrayBuffer>, name = 'Ada Agent'): Promise<AgentRoom> {
    const hpkeKey = await makeHpkeKey();
    const events: SealedRoomEvents = {
      onBody: (kind, body, { keyframe }) => this.#note(() => this.bodies.push({ kind, body, keyframe })),
      onRefused: (reason) => this.#note(() => this.refused.push(reason)),
      onFault: (error) => this.#note(() => this.refused.push(String(error))),
      onSealed: () => this.#note(() => undefined),
    };
    const agent = createAgentRoom({
      sessionId: this.sessionId,
      psk,
      hpkeKey,
      send: (message) => this.fromAgent(message),
      sendFrame: (bytes) => this.#visitor?.sendFrame(bytes),
      events,
    });
    this.agent = agent;
    this.#agentView = { number: 2, role: 'agent', name, hpkeKey: hpkeKey.publicKey, present: true };
    agent.receive(this.#joined(2));
    this.#visitor?.send({ type: 'participant.joined', participant: this.#agentView });
    return agent;
  }

  visitorJoins(socket: VisitorSocket): void {
    this.joins += 1;
    this.#visitor?.close(4010);
    this.#visitor = socket;
    socket.send(this.#joined(1));
    this.agent?.receive({ type: 'participant.joined', participant: visitorView });
    this.#note(() => undefined);
  }

  get visitorWaits(): boolean {
    return this.#waiting !== null;
  }

  /** The visitor's browser comes although it is over. */
  visitorComesAgain(socket: VisitorSocket): void {
    if (!this.mayReopen) {
      socket.close(4000);
      return;
    }
    this.#waiting = socket;
    socket.send({ ...this.#joined(1), grants: [], over: true });
    this.#note(() => undefined);
  }

  toWaiting(message: ServerMessage): void {
    this.#waiting?.send(message);
  }

  /** Both sides want to go on. */
  reopen(): void {
    this.grants = [{ capability: 'view', to: 'agents', until: null }];
    this.paused = false;
    this.#waiting?.send({ type: 'session.reopened' });
    this.#waiting?.close(4013);
  }

  visitorLeft(socket: VisitorSocket): void {
    if (this.#waiting === socket)
      this.#note(() => {
        this.#waiting = null;
      });
    if (this.#visitor !== socket) return;
    this.#visitor = null;
    this.agent?.receive({ type: 'participant.left', number: 1 });
    this.#note(() => undefined);
  }

  dropVisitor(code = 1011): void {
    this.#visitor?.close(code);
  }

  /** The visitor's site has said over HTTP that sharing was stopped. */
  withdrawn(authorization: string): void {
    this.#note(() => this.withdrawals.push(authorization));
    this.end('visitor');
  }

  fromVisitor(message: ClientMessage): void {
    this.#note(() => this.heard.push(message));
    if (message.type === 'key.offered') this.agent?.receive({ ...message, from: 1 });
    if (message.type === 'grant.changed') this.#change(message.capability, message.allowed);
    if (message.type === 'grant.refused') this.agent?.receive({ ...message, from: 1 });
    if (message.type === 'sharing.changed') this.paused = message.paused;
    if (message.type === 'sharing.changed') this.agent?.receive({ ...message, from: 1 });
    if (message.type === 'end.requested') this.end('visitor');
    if (message.type === 'ping') this.#visitor?.send({ type: 'pong' });
  }

  frameFromVisitor(bytes: Uint8Array<ArrayBuffer>): void {
    this.frames.push(bytes);
    this.agent?.receiveFrame(bytes);
  }

  fromAgent(message: ClientMessage): void {
    if (message.type === 'keyframe.requested') this.toVisitor({ ...message, nonces: [message.nonce] });
    if (message.type === 'grant.requested') this.toVisitor({ ...message, from: 2 });
    if (message.type === 'grant.released') this.#change(message.capability, false);
  }

  toVisitor(message: ServerMessage | { type: 'keyframe.requested'; nonces: string[]; nonce?: string }): void {
    if ('nonce' in message && 'nonces' in message) {
      this.#visitor?.send({ type: 'keyframe.requested', nonces: message.nonces });
      return;
    }
    this.#visitor?.send(message as ServerMessage);
  }

  frameToVisitor(bytes: Uint8Array): void {
    this.#visitor?.sendFrame(bytes);
  }

  end(
    by: (typeof endedBy)[number],
    reason: EndReason = by === 'agent' ? 'ended_by_agent' : 'ended_by_visitor',
  ): void {
    const ended: ServerMessage = { type: 'session.ended', by, reason };
    this.#visitor?.send(ended);
    this.#visitor?.close(4000);
    this.agent?.receive(ended);
  }

  /** Resolves as soon as the condition holds; it is looked at after everything that happens here. */
  async until(what: string, condition: () => boolean, withinMs = 10_000): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${what} did not happen`)), withinMs);
      this.#watchers.push(() => {
        if (!condition()) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #change(capability: Grant['capability'], allowed: boolean): void {
    this.grants = this.grants.filter((grant) => grant.capability !== capability);
    if (allowed) this.grants.push({ capability, to: 'agents', until: null });
    const changed: ServerMessage = { type: 'grants.changed', grants: this.grants };
    this.#visitor?.send(changed);
    this.agent?.receive(changed);
    this.#note(() => undefined);
  }

  #joined(number: number): ServerMessageOf<'joined'> {
    const participants = [
      { ...visitorView, present: this.#visitor !== null },
      ...(this.#agentView ? [this.#agentView] : []),
    ];
    const endsAt = Date.now() + 3_600_000;
    const { grants, paused } = this;
    return {
      type: 'joined',
      number,
      participants,
      grants,
      paused,
      joinedBy: 'link',
      endsAt,
      serverTime: Date.now(),
    };
  }

  #note(change: () => unknown): void {
    change();
    for (const watcher of this.#watchers) watcher();
  }
}

const visitorView: ParticipantView = {
  number: 1,
  role: 'visitor',
  name: 'Visitor',
  hpkeKey: null,
  present: true,
};
