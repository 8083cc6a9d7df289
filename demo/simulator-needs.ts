import { readAddresses } from './addresses.ts';
import { clientId, panelUrl, redirectUri, type tenantIds } from './tenants.ts';

/** What a simulator's process takes from the environment. @throws when the client's secret is not there. */
export const simulatorNeeds = (kind: keyof typeof tenantIds) => {
  const addresses = readAddresses(process.env);
  const secret = process.env.DEMO_CLIENT_SECRET;
  if (!secret) throw new Error('DEMO_CLIENT_SECRET is not set. `npm start` sets it.');
  return {
    port: addresses[kind].port,
    panelUrl: panelUrl(addresses, kind),
    client: { id: clientId, secret, name: 'Handrail', redirectUris: [redirectUri(addresses)] },
  };
};
