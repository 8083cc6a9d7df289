import {
  decodeHeader,
  type FrameHeader,
  type FrameKind,
  kindRules,
  type Role,
} from '../../protocol/frame.ts';
import type { OpenedFrame } from './frame-opener.ts';
import type { KeyGeneration } from './key-generation.ts';

/** Where an opened body came from. */
export interface BodyOrigin {
  readonly sender: number;
  readonly role: Role;
  readonly stream: bigint;
  readonly epoch: number;
  readonly keyframe: boolean;
}

export interface SealedChannelNeeds {
  sendFrame(bytes: Uint8Array<ArrayBuffer>): void;
  /** The role of a participant; null for a number that is not in the room. */
  roleOf(participant: number): Role | null;
  onOpened(header: FrameHeader, role: Role, opened: OpenedFrame): void;
  onFault(error: unknown): void;
}

/** Seals and opens in order, under one generation at a time. What belongs to an ended generation goes nowhere. */
export class SealedChannel {
  readonly #needs: SealedChannelNeeds;
  #generation: KeyGeneration | null = null;
  #sending: Promise<void> = Promise.resolve();
  #receiving: Promise<void> = Promise.resolve();
  #pendingBytes = 0;

  constructor(needs: SealedChannelNeeds) {
    this.#needs = needs;
  }

  get generation(): KeyGeneration | null {
    return this.#generation;
  }

  /** Bytes of bodies that wait to be sealed. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  begin(generation: KeyGeneration): void {
    this.#generation = generation;
  }

  /** From this task on nothing is sent or opened, also not what is being sealed at the moment. */
  end(): void {
    this.#generation = null;
  }

  /** False when there is no key, or when a patch has no keyframe to follow. */
  send(kind: FrameKind, body: Uint8Array, keyframe: boolean): boolean {
    const generation = this.#generation;
    if (!generation) return false;
    if (followsKeyframe(kind) && !keyframe && generation.epochOf(kind) === 0) return false;
    const sealing = generation.seal(kind, body, keyframe);
    this.#pendingBytes += body.byteLength;
    this.#sending = this.#sending
      .then(async () => {
        const frames = await sealing;
        if (generation !== this.#generation) return;
        for (const frame of frames) this.#needs.sendFrame(frame);
      })
      .catch(this.#needs.onFault)
      .finally(() => {
        this.#pendingBytes -= body.byteLength;
      });
    return true;
  }

  receive(frame: Uint8Array<ArrayBuffer>): void {
    const header = decodeHeader(frame);
    // Kinds and versions that this build doesn't know are not for it.
    if (!header) return;
    this.afterReceived(async () => {
      const generation = this.#generation;
      const role = this.#needs.roleOf(header.sender);
      if (!generation || header.key !== generation.generation || !role) return;
      const opened: OpenedFrame = kindRules[header.kind].senders.includes(role)
        ? await generation.open(header, role, frame)
        : { type: 'refused' };
      if (generation === this.#generation) this.#needs.onOpened(header, role, opened);
    });
  }

  /** Does something when all that came before has been opened, and before what comes after. */
  afterReceived(act: () => Promise<void>): void {
    this.#receiving = this.#receiving.then(act).catch(this.#needs.onFault);
  }
}

const followsKeyframe = (kind: FrameKind): boolean => kind === 'page' || kind === 'device';
