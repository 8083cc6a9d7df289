import type { PointerBody } from '../../protocol/pointer.ts';
import { anchorAt } from '../capture/anchors.ts';
import type { Capture } from '../capture/capture.ts';
import type { VisitorRoom } from '../seal/visitor-room.ts';
import { writeBody } from './core-body.ts';
import type { SnippetNatives } from './snippet-natives.ts';

interface OwnPointerNeeds {
  readonly room: VisitorRoom;
  readonly capture: Capture;
  readonly natives: SnippetNatives;
  readonly signal: AbortSignal;
}

const everyMs = 100;

/** Shows the agents where the visitor's pointer is: at most ten times a second on its way, and at once where it presses. */
export const sendOwnPointer = ({ room, capture, natives, signal }: OwnPointerNeeds): void => {
  let at: { readonly x: number; readonly y: number } | null = null;
  let pressed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const send = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const page = room.page;
    if (!page) return;
    const body: PointerBody = { page, at: at && anchorAt(capture, at.x, at.y), pressed };
    room.sendBody('pointer', writeBody(body));
  };
  const note = (event: Event): void => {
    // Events that the agent's control made are not the visitor's pointer.
    if (!(event instanceof PointerEvent) || !event.isTrusted) return;
    const left = event.type === 'pointerleave';
    at = left ? null : { x: event.clientX, y: event.clientY };
    const was = pressed;
    pressed = !left && event.buttons !== 0;
    if (pressed !== was) send();
    else timer ??= setTimeout(send, everyMs);
  };

  for (const type of ['pointermove', 'pointerdown', 'pointerup']) {
    natives.listen(window, type, note, { capture: true, passive: true, signal });
  }
  natives.listen(document.documentElement, 'pointerleave', note, { passive: true, signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
};
