import type { SessionView } from '../../../protocol/http/sessions.ts';
import type { Refusal } from '../refusal.ts';
import type { Invitation } from './invitations.ts';

/** What an agent can be waiting for while a session runs. */
export type Doing = 'cancelling' | 'ending' | 'making-code';

/** The session on the case that is open. */
export type CaseState =
  | { readonly name: 'looking' }
  | { readonly name: 'not-found'; readonly refusal: Refusal }
  | { readonly name: 'none'; readonly refusal: Refusal | null }
  | { readonly name: 'starting' }
  | {
      readonly name: 'running';
      readonly session: SessionView;
      /** Null: this panel was reloaded, and no other one knows the join key. */
      readonly invitation: Invitation | null;
      readonly doing: Doing | null;
      readonly refusal: Refusal | null;
    }
  | { readonly name: 'over'; readonly session: SessionView; readonly refusal: Refusal | null };

export type Running = Extract<CaseState, { name: 'running' }>;

/** What to show after the server's latest answer. */
export const seenSession = (
  was: CaseState,
  session: SessionView,
  invitation: Invitation | null,
): CaseState => {
  if (session.state.name === 'ended') return { name: 'over', session, refusal: null };
  const before = was.name === 'running' ? was.refusal : null;
  // An action's refusal stays until the next action; that the network was away is over with the first answer.
  const refusal = before?.code === 'offline' ? null : before;
  return { name: 'running', session, invitation, doing: null, refusal };
};

/** Whether a customer has used the link or the code. */
export const hasJoined = ({ state }: SessionView): boolean =>
  state.name === 'joined' || state.name === 'active';

/** A reload loses the join key; nothing is lost while there is no session. */
export const canOpen = (state: CaseState): boolean =>
  state.name !== 'running' || state.invitation !== null || cameByCode(state.session);

/** Who came by a code compares words in the live view: no join key is needed for that. */
const cameByCode = ({ state }: SessionView): boolean =>
  (state.name === 'joined' || state.name === 'active') && state.by === 'code';
