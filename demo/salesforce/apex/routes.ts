import express, { Router } from 'express';
import * as v from 'valibot';
import type { Org } from '../org.ts';
import { handrailPermissions, mintAssertion } from './handrail-assertion.ts';
import { handrailPlace } from './handrail-panel.ts';

const Mint = v.strictObject({ recordId: v.nullable(v.string()), nonce: v.nullable(v.string()) });

/** Apex that components may call, as the person who is signed in: only from this org's own pages. */
export const apexRoutes = (org: Org): Router => {
  const routes = Router();
  const asPerson = '/lightning/apex';

  routes.use(asPerson, express.json({ limit: '10kb' }), (req, res, next) => {
    const person = org.data.person(org.signedIn.who(req) ?? '');
    if (req.headers.origin !== org.origin || !person?.active) return res.status(403).end();
    res.locals.person = person;
    return next();
  });

  routes.post(`${asPerson}/HandrailPanel/configuration`, (_req, res) => {
    res.json({ ...handrailPlace(org), permitted: handrailPermissions(res.locals.person).length > 0 });
  });

  routes.post(`${asPerson}/HandrailAssertion/mint`, (req, res) => {
    const asked = v.safeParse(Mint, req.body);
    if (!asked.success) return res.status(400).end();
    return res.json(mintAssertion(org, res.locals.person, asked.output));
  });

  return routes;
};
