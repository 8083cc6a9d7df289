import { Router } from 'express';
import { htmlText } from '../../serving/html.ts';
import { ownPath } from '../../serving/own-path.ts';
import type { Account } from '../account.ts';
import { signInPage } from './sign-in-page.ts';

const home = '/agent/tickets/35436';

/** Signing in to the help desk itself, as one of its people. */
export const signInRoutes = ({ desk, signedIn }: Account): Router => {
  const routes = Router();

  routes.get('/login', (req, res) => {
    const returnTo = ownPath(req.query.return_to, home);
    const person = desk.person(String(req.query.user ?? ''));
    const staff = desk.people.filter((one) => one.role !== 'end-user');
    if (!person || person.role === 'end-user')
      return res.status(req.query.user === undefined ? 200 : 404).send(htmlText(signInPage(staff, returnTo)));
    signedIn.signIn(res, person.login);
    return res.redirect(303, returnTo);
  });

  routes.get('/logout', (req, res) => {
    signedIn.signOut(req, res);
    res.redirect(303, '/login');
  });

  return routes;
};
