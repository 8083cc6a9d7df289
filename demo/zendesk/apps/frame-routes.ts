import express, { Router } from 'express';
import * as v from 'valibot';
import { ZendeskLocation } from '../../../protocol/zendesk-location.ts';
import type { Account } from '../account.ts';
import { frameAddress } from './installation.ts';
import { signOpening } from './signed-request.ts';

const OpenFrame = v.strictObject({
  location: ZendeskLocation,
  instanceGuid: v.pipe(v.string(), v.uuid()),
});

/** How the workspace opens a frame of the app: where to, and what is posted there. A token is good for this opening. */
export const frameRoutes = ({ app, clock, desk, origin, signedIn }: Account): Router => {
  const routes = Router();

  routes.post('/agent/app-frames', express.json(), (req, res) => {
    const agent = desk.person(signedIn.who(req) ?? '');
    const read = v.safeParse(OpenFrame, req.body);
    if (req.headers.origin !== origin || !agent) return res.status(403).end();
    if (!read.success) return res.status(400).end();
    const { location, instanceGuid } = read.output;
    const address = frameAddress(app, location);
    address.searchParams.set('origin', origin);
    address.searchParams.set('app_guid', instanceGuid);
    const opening = { origin, userId: agent.id, location, address, now: clock.now() };
    const { key } = app;
    const token = key === 'unsigned-for-development' ? null : signOpening(key, opening);
    return res.status(201).json({ address: address.href, token });
  });

  return routes;
};
