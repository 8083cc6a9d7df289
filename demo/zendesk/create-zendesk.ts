import express, { type Express } from 'express';
import { createClock } from '../faults/clock.ts';
import { faultRoutes } from '../faults/fault-routes.ts';
import { createFaults } from '../faults/inject-faults.ts';
import type { StateFaults } from '../faults/named-faults.ts';
import { AuthorizationCodes } from '../oauth/authorization-codes.ts';
import type { OAuthClient } from '../oauth/client.ts';
import { GrantBook } from '../oauth/grant-book.ts';
import { createSignedIn } from '../serving/signed-in.ts';
import type { Account } from './account.ts';
import { agentRoutes } from './agent/routes.ts';
import { signInRoutes } from './agent/sign-in-routes.ts';
import { createRateLimit } from './api/rate-limit.ts';
import { apiRoutes } from './api/routes.ts';
import { createUploads } from './api/upload.ts';
import { type AppKey, makeAppKey } from './apps/app-key.ts';
import { frameRoutes } from './apps/frame-routes.ts';
import { installApp } from './apps/installation.ts';
import { contentRoutes } from './content-routes.ts';
import { controlRoutes } from './control-routes.ts';
import { HelpDesk } from './help-desk.ts';
import { authorizeRoutes } from './oauth/authorize-routes.ts';
import { tokenRoutes } from './oauth/token-routes.ts';
import { page } from './page.ts';

export interface ZendeskNeeds {
  /** As a browser names it, without a slash at the end. */
  readonly origin: string;
  readonly client: OAuthClient;
  /** Where Handrail's panel for this tenant is: `<address>/embed/<tenant id>`, which the app's two settings are. */
  readonly panelUrl: string;
  /** What signs the app's requests; one of its own when not said. */
  readonly appKey?: AppKey;
  readonly now?: () => number;
}

/** A Zendesk account in memory: OAuth, the API that Handrail uses, and a workspace for its agents. */
export const createZendesk = async ({
  origin,
  client,
  panelUrl,
  appKey = makeAppKey(),
  now,
}: ZendeskNeeds): Promise<Express> => {
  const clock = createClock(now);
  const account: Account = {
    clock,
    origin,
    client,
    app: installApp(settingsOf(panelUrl), appKey),
    desk: new HelpDesk(clock.now),
    codes: new AuthorizationCodes(),
    grants: new GrantBook({ now: clock.now, oldAccessEndsOnRotation: true }),
    signedIn: createSignedIn('_zendesk_session'),
    rateLimit: createRateLimit(clock.now),
    uploads: createUploads(clock.now),
    faults: createFaults({ apiPaths: ['/api/', '/oauth/tokens'], states: statesOf(() => account) }),
    lies: { otherAccount: 0 },
  };
  const app = express();
  app.disable('x-powered-by');
  app.use(controlRoutes(account), faultRoutes({ faults: account.faults, origin, page }));
  app.use(account.faults.inject);
  app.use('/api/v2', apiRoutes(account));
  app.use(tokenRoutes(account), authorizeRoutes(account), signInRoutes(account), frameRoutes(account));
  app.use(contentRoutes(account), await agentRoutes(account));
  return app;
};

const statesOf = (account: () => Account): StateFaults => ({
  revokeGrants: () => account().grants.revokeWhere(() => true),
  expireSessions: () => account().grants.expireAccess(),
  nameOtherOrganization: () => {
    account().lies.otherAccount = 1;
  },
  useUpCalls: () => account().rateLimit.leave(0),
});

const settingsOf = (panelUrl: string): Readonly<Record<string, string>> => {
  const { origin, pathname } = new URL(panelUrl);
  return { handrail_url: origin, tenant_id: /^\/embed\/([^/]+)$/.exec(pathname)?.[1] ?? '' };
};
