import { sameSecret, sha256Text } from '../crypto/digest.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Invitation } from './invitation.ts';
import { findInvitation } from './invitation-store.ts';

interface Claim {
  readonly id: string;
  readonly secret: string;
  readonly now: number;
}

/**
 * The invitation, for whoever has its secret and while it is good. Whoever hasn't is not told whether there is one.
 * @throws Problem `invitation_invalid`, `invitation_used`, `invitation_expired`.
 */
export const openInvitation = async (q: Queryable, { id, secret, now }: Claim): Promise<Invitation> => {
  const invitation = await findInvitation(q, id);
  if (!invitation || !sameSecret(sha256Text(secret), invitation.secretHash)) {
    throw new Problem('invitation_invalid', 'This invitation is not complete, or there is none.');
  }
  if (invitation.usedAt !== null) {
    throw new Problem('invitation_used', 'This invitation has been used.');
  }
  if (invitation.expiresAt <= now) {
    throw new Problem('invitation_expired', 'This invitation is over. Ask for a new one.');
  }
  return invitation;
};
