import * as v from 'valibot';
import { AgentToken } from '../../../protocol/http/authentication.ts';
import { JoinCodeView } from '../../../protocol/http/sessions.ts';
import { PublicPoint, Secret256, SessionId } from '../../../protocol/identifier.ts';

/** Browsers hand a key to other pages of an origin without letting it out. */
const SharedKey = v.strictObject({ publicKey: PublicPoint, privateKey: v.instance(CryptoKey) });

/** What panels of one tenant in one browser tell each other, so that one sign-in and one join key serve them all. */
const PanelMessage = v.variant('type', [
  v.strictObject({ type: v.literal('sign-in.requested') }),
  v.strictObject({ type: v.literal('sign-in.shared'), token: AgentToken, key: SharedKey }),
  v.strictObject({ type: v.literal('sign-in.ended') }),
  v.strictObject({ type: v.literal('invitation.requested'), sessionId: SessionId }),
  v.strictObject({
    type: v.literal('invitation.shared'),
    sessionId: SessionId,
    joinKey: Secret256,
    joinCode: v.nullable(JoinCodeView),
    brandName: v.string(),
    language: v.nullable(v.string()),
  }),
  v.strictObject({ type: v.literal('sessions.changed'), caseId: v.nullable(v.string()) }),
  /** Is a panel beside this case in front of the agent? One that is answers; the others keep silent. */
  v.strictObject({ type: v.literal('case.asked'), caseId: v.string() }),
  v.strictObject({ type: v.literal('case.shown'), caseId: v.string() }),
]);
export type PanelMessage = v.InferOutput<typeof PanelMessage>;

export interface PanelChannel {
  post(message: PanelMessage): void;
  /** Returns what stops listening. */
  listen(listener: (message: PanelMessage) => void): () => void;
}

/**
 * A channel that only windows of our own origin hear. Where the browser has none, or keeps frames of different tabs
 * apart, each panel signs in for itself.
 */
export const openPanelChannel = (tenantId: string): PanelChannel => {
  if (typeof BroadcastChannel === 'undefined')
    return { post: () => undefined, listen: () => () => undefined };
  const channel = new BroadcastChannel(`handrail panels of ${tenantId}`);
  return {
    post: (message) => {
      try {
        channel.postMessage(message);
      } catch (error) {
        // A browser that hands over no keys: then each panel signs in for itself.
        if (!(error instanceof DOMException && error.name === 'DataCloneError')) throw error;
      }
    },
    listen: (listener) => {
      const heard = ({ data }: MessageEvent<unknown>): void => {
        const message = v.safeParse(PanelMessage, data);
        if (message.success) listener(message.output);
      };
      channel.addEventListener('message', heard);
      return () => channel.removeEventListener('message', heard);
    },
  };
};
