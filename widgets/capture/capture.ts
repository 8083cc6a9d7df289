import type { MaskPolicy } from '../masking/mask-policy.ts';

export interface CaptureNeeds {
  readonly document: Document;
  readonly policy: MaskPolicy;
  /** Takes the plain body of a `page` frame. Nothing comes before the first `keyframe()` was asked for. */
  send(body: Uint8Array<ArrayBuffer>, options: { readonly keyframe: boolean }): void;
  /** True while what was sent is still waiting: changes then gather, and only their newest state is sent later. */
  backedUp(): boolean;
  /** Handrail's own elements on the page (banner, overlay): neither captured nor acted on. */
  isOwn(node: Node): boolean;
}

/** A running capture of one page. */
export interface Capture {
  /** Sends a new keyframe that repeats these nonces (16 bytes each, base64url). Asked twice before it is sent, one answers both. */
  keyframe(nonces: readonly string[]): void;
  /** The node behind an id of the last keyframe, while it is on the page. */
  nodeOf(id: number): Node | null;
  /** The id of a node that was captured; null for what is masked away, dropped or ours. */
  idOf(node: Node): number | null;
  /** Whether the agent can't see what this node holds: it is masked, inside something masked, or a field such as a password. */
  isMasked(node: Node): boolean;
  stop(): void;
}
