import { sha256Text } from '../crypto/digest.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { lifetimes } from './lifetimes.ts';
import { refuseUnlessJoined, type Session } from './session.ts';
import { findSession } from './session-store.ts';

/** Which visitor a credential is for. */
export interface VisitorCredential {
  readonly hash: string;
  readonly visitorId: string;
  /** The key that it works with; null until the tenant's site has joined with one. */
  readonly publicKey: string | null;
}

/** Null when there is no such credential for this session. */
export const findCredential = async (
  q: Queryable,
  sessionId: string,
  credential: string,
): Promise<VisitorCredential | null> => {
  const row = await q
    .selectFrom('visitor_credentials')
    .selectAll()
    .where('hash', '=', sha256Text(credential))
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row ? { hash: row.hash, visitorId: row.visitor_id, publicKey: row.public_key } : null;
};

/** Makes this key the only one that the credential works with. False when another was first. */
export const bindCredential = async (q: Queryable, hash: string, publicKey: string): Promise<boolean> => {
  const { numUpdatedRows } = await q
    .updateTable('visitor_credentials')
    .set({ public_key: publicKey })
    .where('hash', '=', hash)
    .where((or) => or.or([or('public_key', 'is', null), or('public_key', '=', publicKey)]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
};

interface Retry {
  readonly sessionId: string;
  readonly retryKey: string;
  /** The one to have from now on. */
  readonly credential: string;
  readonly now: number;
}

/** Puts another credential in the place of one whose visitor never heard of it. False when there is none such. */
export const replaceUnheard = async (
  q: Queryable,
  { sessionId, retryKey, credential, now }: Retry,
): Promise<boolean> => {
  const { numUpdatedRows } = await q
    .updateTable('visitor_credentials')
    .set({ hash: sha256Text(credential) })
    .where('session_id', '=', sessionId)
    .where('retry_hash', '=', sha256Text(retryKey))
    // A key that has joined with it shows that it was heard.
    .where('public_key', 'is', null)
    .where('created_at', '>', now - lifetimes.admissionRetryMs)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
};

/** The going session that this bearer is the visitor of. @throws Problem `unauthorized`, `session_ended`. */
export const sessionOfVisitor = async (
  q: Queryable,
  sessionId: string,
  bearer: string | null,
): Promise<Session> => {
  const credential = bearer === null ? null : await findCredential(q, sessionId, bearer);
  const session = credential ? await findSession(q, sessionId) : null;
  if (!session) throw new Problem('unauthorized', 'This needs the credential of the session.');
  refuseUnlessJoined(session);
  return session;
};
