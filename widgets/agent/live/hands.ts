import type { FrameKind } from '../../../protocol/frame.ts';
import { Drawing } from './drawing.ts';
import { jsonBody } from './json-body.ts';
import type { OnPage } from './on-page.ts';
import { Pointing } from './pointing.ts';
import { Steering } from './steering.ts';
import { Strokes } from './strokes.ts';
import { VisitorPointer } from './visitor-pointer.ts';

interface HandsNeeds {
  readonly onPage: OnPage;
  sendBody(kind: FrameKind, body: Uint8Array): void;
}

/** What both people do on the page that is shown: the agent's hands go out, the customer's are drawn. */
export interface Hands {
  readonly onPage: OnPage;
  readonly pointing: Pointing;
  readonly drawing: Drawing;
  readonly steering: Steering;
  readonly strokes: Strokes;
  readonly visitor: VisitorPointer;
  /** Another page: nothing that was drawn or pointed at is there any more. */
  forget(): void;
}

export const createHands = ({ onPage, sendBody }: HandsNeeds): Hands => {
  const strokes = new Strokes();
  const visitor = new VisitorPointer({ onPage, strokes });
  return {
    onPage,
    strokes,
    visitor,
    pointing: new Pointing({ onPage, send: (body) => sendBody('pointer', jsonBody(body)) }),
    drawing: new Drawing({ onPage, strokes, send: (body) => sendBody('drawing', jsonBody(body)) }),
    steering: new Steering({ onPage, send: (body) => sendBody('input', jsonBody(body)) }),
    forget: () => {
      strokes.forget();
      visitor.forget();
    },
  };
};
