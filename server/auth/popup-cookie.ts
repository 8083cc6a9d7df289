import type { Request, Response } from 'express';
import { sameSecret, sha256Text } from '../crypto/digest.ts';
import type { SignInTransaction } from './transaction.ts';

type Bound = Pick<SignInTransaction, 'id' | 'popupHash'>;

/** One cookie a transaction, so that two tabs that sign in at once don't take each other's. */
const nameOf = (id: string): string => `__Host-handrail-sign-in-${id.slice(-8)}`;

/** Binds this browser to the transaction, until it is over. Lax: the CRM's redirect brings it back. */
export const setPopupCookie = (res: Response, id: string, secret: string, maxAgeMs: number): void => {
  res.cookie(nameOf(id), secret, {
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    path: '/',
    maxAge: maxAgeMs,
  });
};

/** Whether this browser is the one that the transaction is bound to. */
export const hasPopupCookie = (req: Request, { id, popupHash }: Bound): boolean => {
  const secret = cookieOf(req, nameOf(id));
  return secret !== null && popupHash !== null && sameSecret(sha256Text(secret), popupHash);
};

const cookieOf = (req: Request, name: string): string | null => {
  const pairs = req.headers.cookie?.split(/; */) ?? [];
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  return found === undefined ? null : found.slice(name.length + 1);
};
