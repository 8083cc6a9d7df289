import * as v from 'valibot';
import { toBase64Url } from '../../../protocol/base64url.ts';
import { type JoinClaim, JoinView, VisitorAdmitted } from '../../../protocol/http/joining.ts';
import { Secret256 } from '../../../protocol/identifier.ts';
import { deriveJoinSecrets, joinKeyOf } from '../../seal/join-key.ts';

/** What this browser has to get in with. Only a link brings the secret that seals; a code's is agreed on later. */
export type Way =
  | { readonly by: 'link'; readonly claim: JoinClaim; readonly psk: string }
  | { readonly by: 'code'; readonly claim: JoinClaim };

/** The key in the address, which is never sent, or the ticket that a right code was answered with. Null: neither. */
export const findWay = async (sessionId: string, hash: string): Promise<Way | null> => {
  const key = joinKeyOf(hash);
  if (key) {
    const { proof, psk } = await deriveJoinSecrets(key);
    return { by: 'link', claim: { by: 'link', proof }, psk: toBase64Url(psk) };
  }
  const ticket = sessionStorage.getItem(ticketName(sessionId));
  return v.is(Secret256, ticket) ? { by: 'code', claim: { by: 'code', ticket } } : null;
};

/** Keeps a code's ticket for the join page, in this tab only. */
export const keepTicket = (sessionId: string, ticket: string): void =>
  sessionStorage.setItem(ticketName(sessionId), ticket);

/** An invitation that was accepted, until the tenant's site has taken over. */
export const Accepted = v.strictObject({ view: JoinView, admission: VisitorAdmitted });
export type Accepted = v.InferOutput<typeof Accepted>;

/** Keeps it over a reload: the link or code is used up by now. */
export const keepAccepted = (sessionId: string, accepted: Accepted): void =>
  sessionStorage.setItem(acceptedName(sessionId), JSON.stringify(accepted));

/** What a reload interrupted; null when there is nothing. */
export const findAccepted = (sessionId: string): Accepted | null => {
  const kept = sessionStorage.getItem(acceptedName(sessionId));
  const parsed = v.safeParse(Accepted, kept === null ? null : JSON.parse(kept));
  return parsed.success ? parsed.output : null;
};

/** Forgets all that this tab kept for the session. */
export const forget = (sessionId: string): void => {
  sessionStorage.removeItem(ticketName(sessionId));
  sessionStorage.removeItem(acceptedName(sessionId));
};

const ticketName = (sessionId: string): string => `handrail.ticket.${sessionId}`;
const acceptedName = (sessionId: string): string => `handrail.accepted.${sessionId}`;
