import * as v from 'valibot';
import { fromBase64Url, toBase64Url } from '../../../protocol/base64url.ts';
import {
  type ProofAnswered,
  ProofRequested,
  type SignInStarted,
  signInProofInput,
} from '../../../protocol/http/authentication.ts';

/**
 * Opens the popup while the click still counts; it gets its address later. Null when the browser blocked it. It keeps its
 * opener: that is how it finds the frame that can prove to hold the secret.
 */
export const openSignInPopup = (): Window | null =>
  window.open('about:blank', '_blank', 'popup,width=520,height=720');

/**
 * Answers the popup of this sign-in, and no other, with the proof. Whoever was lured into somebody else's sign-in has an
 * opener that can't. Messages are taken from and sent to our own origin only. Returns what stops answering.
 */
export const answerProofs = ({ id, pollSecret }: SignInStarted): (() => void) => {
  const heard = async ({ origin, source, data }: MessageEvent<unknown>): Promise<void> => {
    if (origin !== location.origin || !source) return;
    const asked = v.safeParse(ProofRequested, data);
    if (!asked.success || asked.output.transactionId !== id) return;
    const proof = await proofOf(pollSecret);
    const answer: ProofAnswered = { type: 'handrail.sign-in.proof.answered', transactionId: id, proof };
    source.postMessage(answer, { targetOrigin: location.origin });
  };
  window.addEventListener('message', heard);
  return () => window.removeEventListener('message', heard);
};

const proofOf = async (pollSecret: string): Promise<string> => {
  const secret = fromBase64Url(pollSecret);
  if (!secret) throw new Error('The poll secret is not base64url.');
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', signInProofInput(secret))));
};
