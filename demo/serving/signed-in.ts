import type { Request, Response } from 'express';
import { secret } from '../oauth/secret.ts';
import { cookieOf } from './cookie-of.ts';

/** Who is signed in to a simulated CRM's own pages: one cookie, one login name. */
export interface SignedIn {
  readonly who: (req: Request) => string | null;
  readonly signIn: (res: Response, login: string) => void;
  readonly signOut: (req: Request, res: Response) => void;
}

/** Keeps sessions in memory: a restarted simulator knows nobody. */
export const createSignedIn = (cookieName: string): SignedIn => {
  const sessions = new Map<string, string>();
  const options = { httpOnly: true, sameSite: 'lax', path: '/' } as const;
  return {
    who: (req) => sessions.get(cookieOf(req, cookieName) ?? '') ?? null,
    signIn: (res, login) => {
      const id = secret();
      sessions.set(id, login);
      res.cookie(cookieName, id, options);
    },
    signOut: (req, res) => {
      sessions.delete(cookieOf(req, cookieName) ?? '');
      res.clearCookie(cookieName, options);
    },
  };
};
