import type { FrameKind } from '../../../protocol/frame.ts';
import { Drawing } from './drawing.ts';
import { HeardHand } from './heard-hand.ts';
import { jsonBody } from './json-body.ts';
import type { Marks } from './marks.ts';
import type { OnPage } from './on-page.ts';
import { Pointing } from './pointing.ts';
import { Steering } from './steering.ts';
import { Strokes } from './strokes.ts';

interface HandsNeeds {
  readonly onPage: OnPage;
  sendBody(kind: FrameKind, body: Uint8Array): void;
}

/** What both people do on the page that is shown: the agent's hands go out, the customer's are drawn. */
export interface Hands extends Marks {
  readonly pointing: Pointing;
  readonly drawing: Drawing;
  readonly steering: Steering;
  readonly visitor: HeardHand;
  /** Another page: nothing that was drawn or pointed at is there any more. */
  forget(): void;
}

export const createHands = ({ onPage, sendBody }: HandsNeeds): Hands => {
  const strokes = new Strokes();
  const visitor = new HeardHand({ hand: 'visitor', onPage, strokes });
  return {
    onPage,
    strokes,
    visitor,
    // The agent's own is under their hand.
    pointers: () => [visitor.placed()].filter((placed) => placed !== null),
    pointing: new Pointing({ onPage, send: (body) => sendBody('pointer', jsonBody(body)) }),
    drawing: new Drawing({ onPage, strokes, send: (body) => sendBody('drawing', jsonBody(body)) }),
    steering: new Steering({ onPage, send: (body) => sendBody('input', jsonBody(body)) }),
    forget: () => {
      strokes.forget();
      visitor.forget();
    },
  };
};
