import { Router } from 'express';
import { htmlText } from '../serving/html.ts';
import { ownPath } from '../serving/own-path.ts';
import type { Org } from './org.ts';
import { signInPage } from './sign-in-page.ts';

const home = '/lightning/r/Case/500000000000001AAA/view';

/** Signing in to the org itself, as one of its people. */
export const signInRoutes = ({ data, signedIn }: Org): Router => {
  const routes = Router();

  routes.get('/login', (req, res) => {
    const startUrl = ownPath(req.query.startURL, home);
    const person = data.person(String(req.query.user ?? ''));
    if (!person?.active)
      return res
        .status(req.query.user === undefined ? 200 : 404)
        .send(htmlText(signInPage(data.people, startUrl)));
    signedIn.signIn(res, person.login);
    return res.redirect(303, startUrl);
  });

  routes.get('/logout', (req, res) => {
    signedIn.signOut(req, res);
    res.redirect(303, '/login');
  });

  return routes;
};
