import type { Anchor } from '../../protocol/anchor.ts';

export interface MirrorNeeds {
  /** Its document is `/mirror`, and has loaded. */
  readonly frame: HTMLIFrameElement;
  /** A public asset (style sheet, image, font) of the visitor's page by its absolute address; null when it can't be had. */
  loadAsset(url: string): Promise<Blob | null>;
  /** The visitor's viewport, in CSS pixels: the frame should be this large (and may be scaled). */
  onSize(size: { readonly width: number; readonly height: number }): void;
}

/** The agent's live picture of the visitor's page. */
export interface Mirror {
  /** Applies a body at once. @throws MirrorGap when it does not follow what was applied before: ask for a keyframe. */
  apply(body: Uint8Array, options: { readonly keyframe: boolean }): void;
  /** The nonces that the last applied keyframe repeats. */
  nonces(): readonly string[];
  /** What is at a point of the frame (CSS pixels of the visitor's page); null where there is nothing that was captured. */
  locate(x: number, y: number): Anchor | null;
  /** Where an anchor is in the frame; null when its node is gone. */
  place(anchor: Anchor): { readonly x: number; readonly y: number } | null;
  /** The node behind an id; null when it is gone. */
  nodeOf(id: number): Node | null;
  /** The picture as it is now: an SVG that is whole by itself. @throws RangeError when the page is too large for one. */
  picture(): Promise<string>;
  dispose(): void;
}
