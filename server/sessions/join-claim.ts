import { fromBase64Url } from '../../protocol/base64url.ts';
import type { JoinClaim } from '../../protocol/http/joining.ts';
import { sameSecret, sha256Bytes, sha256Text } from '../crypto/digest.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { lifetimes } from './lifetimes.ts';
import type { Session } from './session.ts';

/** Checks the proof of a join link, or the ticket of a join code. @throws Problem `link_invalid`, `code_invalid`. */
export const checkClaim = async (
  q: Queryable,
  session: Session,
  claim: JoinClaim,
  now: number,
): Promise<void> => {
  if (claim.by === 'link') return checkProof(session, claim.proof);
  const row = await q
    .selectFrom('join_codes')
    .select('used_at')
    .where('session_id', '=', session.id)
    .where('ticket_hash', '=', sha256Text(claim.ticket))
    .executeTakeFirst();
  const usedAt = row?.used_at ?? null;
  if (usedAt === null || usedAt + lifetimes.joinCodeMs <= now) {
    throw new Problem('code_invalid', 'This code is wrong, used or too old.');
  }
};

const checkProof = ({ proofHash }: Session, proof: string): void => {
  const bytes = fromBase64Url(proof);
  if (!bytes || !sameSecret(sha256Bytes(bytes), proofHash)) throw linkInvalid();
};

/** One answer for no such session and for a wrong key: an id alone tells nothing. */
export const linkInvalid = (): Problem =>
  new Problem('link_invalid', 'This link is not complete, or not one of ours.');
