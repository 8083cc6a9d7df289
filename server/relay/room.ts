import type { CloseReason } from '../../protocol/close-codes.ts';
import type { ServerMessage } from '../../protocol/control.ts';
import type { FrameKind } from '../../protocol/frame.ts';
import { type Frame, readFrame } from './frame.ts';
import { KeyframeRequests } from './keyframe-requests.ts';
import type { Participant } from './participant.ts';
import type { RoomHost, Verdict } from './room-host.ts';

interface RoomNeeds {
  readonly host: RoomHost;
  readonly now: () => number;
}

/** A number that no participant is given. */
const nobody = 0;

/** Passes frames between the participants of one session. Holds nothing once they have left. */
export class Room {
  readonly host: RoomHost;
  readonly #now: () => number;
  readonly #participants = new Map<number, Participant>();
  /** The same, as a list: every frame goes through it, and it is another one after each change. */
  #everybody: readonly Participant[] = [];
  readonly #keyframes: KeyframeRequests;
  /** Droppable kinds of which the last frame said that more follows. */
  readonly #unfinished = new Set<FrameKind>();

  constructor({ host, now }: RoomNeeds) {
    this.host = host;
    this.#now = now;
    this.#keyframes = new KeyframeRequests({ ask: (nonces) => this.#askVisitor(nonces), now });
  }

  get isEmpty(): boolean {
    return this.#participants.size === 0;
  }

  get participants(): readonly Participant[] {
    return this.#everybody;
  }

  find(number: number): Participant | null {
    return this.#participants.get(number) ?? null;
  }

  enter(participant: Participant) {
    const earlier = this.#participants.get(participant.number);
    this.#participants.set(participant.number, participant);
    this.#everybody = [...this.#participants.values()];
    earlier?.connection.close('replaced');
    if (participant.role === 'visitor') this.#unfinished.clear();
    this.host.arrived(participant, earlier !== undefined);
    if (participant.role === 'visitor' && participant.takesFrames) this.#keyframes.visitorArrived();
  }

  /** Forgets a participant whose connection has closed; one that was replaced is forgotten already. */
  leave(participant: Participant) {
    if (this.#participants.get(participant.number) !== participant) return;
    this.#participants.delete(participant.number);
    this.#everybody = [...this.#participants.values()];
    this.#keyframes.left(participant.number);
    this.host.left(participant);
  }

  /** `wire` is the frame as it goes on, `bytes` the same without the head of a WebSocket message. */
  receive(from: Participant, bytes: Buffer, wire: Buffer) {
    const frame = readFrame(bytes);
    if (frame === 'malformed') return this.expel(from, 'malformed');
    if (frame === 'unknown_kind') return this.expel(from, 'forbidden_frame');
    // Asked once for all that has to know it.
    const at = this.#now();
    const verdict = this.#judge(from, frame, at);
    if (verdict === 'drop') return;
    if (verdict !== 'forward') return this.expel(from, verdict);
    this.host.tap(from, frame, at);
    this.#forward(from, frame, wire);
  }

  requestKeyframe(viewer: Participant, nonce: string | null) {
    if (viewer.role !== 'agent') return this.expel(viewer, 'forbidden_frame');
    this.#keyframes.request(viewer.number, nonce);
  }

  /** For somebody who is not in the room and takes every frame: a keyframe that no viewer's nonce is in does. */
  wantKeyframe() {
    this.#keyframes.request(nobody, null);
  }

  /** Closes a participant; it has left as soon as this returns. */
  expel(participant: Participant, reason: CloseReason) {
    participant.connection.close(reason);
    this.leave(participant);
  }

  /** Says something to everybody, or to everybody but one. */
  tell(message: ServerMessage, except?: Participant) {
    for (const participant of this.#everybody) {
      if (participant !== except) participant.connection.send(message);
    }
  }

  #judge(from: Participant, frame: Frame, at: number): Verdict {
    const { rule } = frame;
    if (frame.sender !== from.number) return 'forged_sender';
    if (!from.takesFrames || !rule.senders.includes(from.role)) return 'forbidden_frame';
    if (frame.bytes.length > rule.maxBytes) return 'over_limit';
    if (!from.allowance.takeFrame(frame.kind, frame.bytes.length, at)) return 'over_limit';
    return this.host.gate(from, frame.kind);
  }

  #forward(from: Participant, frame: Frame, wire: Buffer) {
    const { droppable } = frame.rule;
    const startsKeyframe = droppable && frame.keyframe && !this.#unfinished.has(frame.kind);
    const passing = { kind: frame.kind, droppable, wire, startsKeyframe };
    for (const other of this.#everybody) {
      if (other === from || !other.takesFrames) continue;
      if (other.backpressure.pass(passing) === 'too_slow') this.expel(other, 'too_slow');
    }
    if (!droppable) return;
    if (frame.more) this.#unfinished.add(frame.kind);
    else if (this.#unfinished.size > 0) this.#unfinished.delete(frame.kind);
    if (startsKeyframe) this.#keyframes.answered();
  }

  #askVisitor(nonces: readonly string[]): boolean {
    for (const participant of this.#everybody) {
      if (participant.role !== 'visitor' || !participant.takesFrames) continue;
      participant.connection.send({ type: 'keyframe.requested', nonces: [...nonces] });
      return true;
    }
    return false;
  }
}
