import * as v from 'valibot';
import { ProofAnswered, type ProofRequested } from '../../../protocol/http/authentication.ts';

interface AskNeeds {
  readonly transactionId: string;
  /** The window that opened this one; null when nobody did, or the connection was cut. */
  readonly opener: Window | null;
  readonly waitMs: number;
}

type ProofRequest = v.InferOutput<typeof ProofRequested>;

/**
 * Asks the frames of our own origin in the window that opened this popup whether one of them began this sign-in. The browser
 * hands the question to our own origin only, and an answer counts only from there: whoever lured somebody here can give
 * none. Null when nobody answered in time.
 */
export const askForProof = ({ transactionId, opener, waitMs }: AskNeeds): Promise<string | null> =>
  new Promise((resolve) => {
    const question: ProofRequest = { type: 'handrail.sign-in.proof.requested', transactionId };
    const done = (proof: string | null): void => {
      clearTimeout(timer);
      removeEventListener('message', hear);
      resolve(proof);
    };
    const hear = (event: MessageEvent): void => {
      if (event.origin !== location.origin) return;
      const answer = v.safeParse(ProofAnswered, event.data);
      if (answer.success && answer.output.transactionId === transactionId) done(answer.output.proof);
    };
    const timer = setTimeout(() => done(null), waitMs);
    addEventListener('message', hear);
    const asked = opener ? withFrames(opener, 0) : [];
    for (const frame of asked) frame.postMessage(question, location.origin);
    if (asked.length === 0) done(null);
  });

const deepest = 4;
const mostFrames = 50;

/** A window and the frames in it. Another origin's frames can be counted and reached, not read. */
const withFrames = (window: Window, depth: number): Window[] => {
  const found = [window];
  if (depth === deepest) return found;
  for (let index = 0; index < Math.min(window.length, mostFrames); index++) {
    const frame = window[index];
    if (frame) found.push(...withFrames(frame, depth + 1));
  }
  return found;
};
