import { InputBody } from '../../protocol/input.ts';
import type { Capture } from '../capture/capture.ts';
import type { Control } from '../control/control.ts';
import { watchVisitor } from '../control/watch-visitor.ts';
import type { VisitorRoom } from '../seal/visitor-room.ts';
import type { Consent } from './consent.ts';
import { readBody } from './core-body.ts';
import type { LoadPart } from './snippet-parts.ts';

interface SharedControlNeeds {
  readonly capture: Capture;
  readonly consent: Consent;
  readonly room: VisitorRoom;
  readonly load: LoadPart;
  isOwn(node: Node): boolean;
}

/** What the agent does on the page that is shown. */
export interface SharedControl {
  /** Fetches what acts, if that may be needed now. */
  prepare(): void;
  act(body: Uint8Array): void;
  stop(): void;
}

const mostWaiting = 64;

/** Acts once the part that can is there; what comes before that waits, and what comes to be too much is left out. */
export const shareControl = ({ capture, consent, room, load, isOwn }: SharedControlNeeds): SharedControl => {
  // From the start: hands that were busy just before control was allowed are busy.
  const visitor = watchVisitor({ now: () => performance.now(), isOwn, isMasked: capture.isMasked });
  const waiting: InputBody[] = [];
  let control: Control | null = null;
  let loading = false;

  const perform = (): void => {
    // Asked at the last moment: what was sent before control was taken back comes to nothing.
    for (const input of waiting.splice(0)) if (consent.allows('control')) control?.act(input);
  };
  const prepare = (): void => {
    if (loading || !consent.allows('control')) return;
    loading = true;
    const currentPage = () => room.page;
    load('control').then(
      (create) => {
        control = create({ capture, document, isOwn, currentPage, visitor });
        perform();
      },
      (error: unknown) => {
        loading = false;
        console.warn('Handrail', error);
      },
    );
  };
  prepare();
  return {
    prepare,
    act(body) {
      const input = consent.allows('control') ? readBody(InputBody, body) : null;
      if (!input) return;
      prepare();
      if (waiting.length < mostWaiting) waiting.push(input);
      if (control) perform();
    },
    stop: visitor.stop,
  };
};
