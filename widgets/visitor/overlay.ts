import type { Anchor } from '../../protocol/anchor.ts';
import type { DrawingBody, PointerBody } from '../../protocol/pointer.ts';
import { createOverlayDrawings } from './overlay-drawings.ts';
import { createOwnHost, type OwnHost } from './overlay-host.ts';
import { createOverlayPointers } from './overlay-pointers.ts';
import { overlayStyles } from './overlay-styles.ts';
import type { SnippetNatives } from './snippet-natives.ts';

/** A place in the viewport, in CSS pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where an anchor is now; null when its node is gone or not visible. */
export type Locate = (anchor: Anchor) => Place | null;

/** What the agents show on the visitor's page: their pointers and strokes. It takes no click. */
export interface Overlay {
  readonly host: OwnHost;
  pointer(sender: number, name: string, body: PointerBody): void;
  drawing(sender: number, body: DrawingBody): void;
  /** All of one agent's goes, or everything. */
  clear(sender?: number): void;
}

export const createOverlay = (natives: SnippetNatives, locate: Locate): Overlay => {
  const host = createOwnHost(natives, overlayStyles);
  const drawings = createOverlayDrawings(locate);
  const pointers = createOverlayPointers(locate);
  host.root.append(drawings.element, pointers.element);

  let drawn = false;
  // Anchors hang on nodes that scroll and move: as long as there is something to see, it is placed anew in each frame.
  const draw = (): void => {
    const busy = [drawings.place(), pointers.place()].includes(true);
    drawn = busy;
    if (busy) requestAnimationFrame(draw);
  };
  const wake = (): void => {
    if (drawn) return;
    drawn = true;
    requestAnimationFrame(draw);
  };

  return {
    host,
    pointer(sender, name, { at, pressed }) {
      pointers.move(sender, { name, at, pressed });
      wake();
    },
    drawing(sender, body) {
      drawings.draw(sender, body);
      wake();
    },
    clear(sender) {
      drawings.clear(sender);
      pointers.clear(sender);
    },
  };
};
