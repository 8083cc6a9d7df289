import express, { type Express } from 'express';
import { createClock } from '../faults/clock.ts';
import { faultRoutes } from '../faults/fault-routes.ts';
import { createFaults } from '../faults/inject-faults.ts';
import type { StateFaults } from '../faults/named-faults.ts';
import { AuthorizationCodes } from '../oauth/authorization-codes.ts';
import type { OAuthClient } from '../oauth/client.ts';
import { GrantBook } from '../oauth/grant-book.ts';
import { createSignedIn } from '../serving/signed-in.ts';
import { apexRoutes } from './apex/routes.ts';
import { signingKey } from './apex/signing-key.ts';
import { controlRoutes } from './control-routes.ts';
import { CrmData } from './crm-data.ts';
import { lightningRoutes } from './lightning/routes.ts';
import { authorizeRoutes } from './oauth/authorize-routes.ts';
import { grantRoutes } from './oauth/grant-routes.ts';
import { identityRoutes } from './oauth/identity-routes.ts';
import { tokenRoutes } from './oauth/token-routes.ts';
import type { Org } from './org.ts';
import { page } from './page.ts';
import { createApiUsage } from './rest/api-usage.ts';
import { restRoutes } from './rest/routes.ts';
import { signInRoutes } from './sign-in-routes.ts';

export interface SalesforceNeeds {
  /** As a browser names it, without a slash at the end. */
  readonly origin: string;
  readonly client: OAuthClient;
  /** Where Handrail's panel for this tenant is. */
  readonly panelUrl: string;
  /** PEM of the key that assertions are signed with; a new one when it is not given. */
  readonly assertionKey?: string | undefined;
  readonly now?: () => number;
}

/** A Salesforce org in memory: OAuth, the REST API that Handrail uses, and a console for its agents. */
export const createSalesforce = async ({
  origin,
  client,
  panelUrl,
  assertionKey,
  now,
}: SalesforceNeeds): Promise<Express> => {
  const clock = createClock(now);
  const org: Org = {
    clock,
    origin,
    client,
    panelUrl,
    signingKey: signingKey(assertionKey),
    data: new CrmData(clock.now),
    codes: new AuthorizationCodes(),
    grants: new GrantBook({ now: clock.now, oldAccessEndsOnRotation: false }),
    signedIn: createSignedIn('sid'),
    usage: createApiUsage(clock.now),
    faults: createFaults({
      apiPaths: ['/services/data', '/services/oauth2/token', '/id/'],
      states: statesOf(() => org),
    }),
    lies: { otherOrganization: 0, foreignInstance: { url: '', times: 0 } },
  };
  const app = express();
  app.disable('x-powered-by');
  app.use(controlRoutes(org), faultRoutes({ faults: org.faults, origin, page }));
  app.use(org.faults.inject);
  app.use('/services/data', restRoutes(org));
  app.use(tokenRoutes(org), grantRoutes(org), authorizeRoutes(org), identityRoutes(org), signInRoutes(org));
  app.use(apexRoutes(org), await lightningRoutes(org));
  return app;
};

const statesOf = (org: () => Org): StateFaults => ({
  revokeGrants: () => org().grants.revokeWhere(() => true),
  expireSessions: () => org().grants.expireAccess(),
  nameOtherOrganization: () => {
    org().lies.otherOrganization = 1;
  },
  useUpCalls: () => org().usage.leave(0),
});
