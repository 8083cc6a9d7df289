import { Router } from 'express';
import type { Account } from '../account.ts';
import { publicPem } from '../apps/app-key.ts';
import { appId, installationId } from '../apps/installation.ts';
import { staffWith } from './authenticate.ts';
import { notFound } from './refusal.ts';

/** Which apps are installed, and what verifies their requests. */
export const appRoutes = ({ app }: Account): Router => {
  const routes = Router();

  // https://developer.zendesk.com/api-reference/ticketing/apps/apps/#list-app-installations
  routes.get('/apps/installations', (req, res) => {
    staffWith(res, req, null);
    res.json({ installations: [presentInstallation(app)] });
  });

  // https://developer.zendesk.com/documentation/apps/build-an-app/building-a-server-side-app/part-5-secure-the-app/
  routes.get('/apps/:id/public_key.pem', (req, res) => {
    staffWith(res, req, null);
    if (Number(req.params.id) !== appId || app.key === 'unsigned-for-development') throw notFound();
    res.type('application/x-pem-file').send(publicPem(app.key));
  });

  return routes;
};

const presentInstallation = ({ manifest, settings }: Account['app']): object => ({
  id: installationId,
  app_id: appId,
  product: 'support',
  enabled: true,
  paid: null,
  collapsible: true,
  recurring_payment: false,
  requirements: [],
  role_restrictions: null,
  group_restrictions: [],
  settings: { name: manifest.name, title: manifest.name, ...settings },
  updated_at: '2026-01-15T09:00:00Z',
});
