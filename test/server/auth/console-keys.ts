import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import type { Tenant } from '../../../server/tenants/tenant.ts';
import type { AuthWorld, Called } from './auth-world.ts';

/** A console's key pair, of which a tenant has the public half. */
export interface ConsoleKey {
  readonly publicPem: string;
  readonly privateKey: KeyObject;
  sign(
    claims: JWTPayload,
    head?: { readonly alg?: string; readonly [name: string]: unknown },
  ): Promise<string>;
}

export const makeConsoleKey = (): ConsoleKey => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey,
    sign: (claims, { alg = 'RS256', ...head } = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg, ...head }).sign(privateKey),
  };
};

/** The tenant of this world, with these settings of its CRM in place of its own. */
export const changeCrm = async (world: AuthWorld, change: object): Promise<void> => {
  const { tenant } = world.simulated;
  const crm = { ...tenant.settings.crm, ...change } as Tenant['settings']['crm'];
  await world.tenants.applyEntry(world.database.db, { ...tenant, settings: { ...tenant.settings, crm } });
};

const installationId = '7001';

/** Pins this key where the kind of CRM has its place for it. */
export const pin = (world: AuthWorld, { publicPem }: Pick<ConsoleKey, 'publicPem'>): Promise<void> =>
  world.simulated.kind === 'zendesk'
    ? changeCrm(world, { app: { appId: '7', installationId, publicKeyPem: publicPem } })
    : changeCrm(world, { assertionCertificates: [publicPem] });

/** What Salesforce's Apex signs for Ada, with these claims in place of its own. */
export const salesforceClaims = (world: AuthWorld, change: JWTPayload = {}): JWTPayload => {
  const now = Math.floor(world.clock.now() / 1000);
  return {
    iss: '00D000000000001EAA',
    sub: world.simulated.userIds.ada,
    aud: world.origin,
    iat: now,
    exp: now + 60,
    jti: crypto.randomUUID(),
    nonce: 'n'.repeat(22),
    rec: world.simulated.cases.open,
    name: 'Ada Agent',
    email: 'ada@acme.test',
    perms: ['Handrail_Agent'],
    ...change,
  };
};

/** What Zendesk signs for Ada with the request for the frame. */
export const zendeskClaims = (world: AuthWorld, change: JWTPayload = {}): JWTPayload => {
  const now = Math.floor(world.clock.now() / 1000);
  const { origin } = world.simulated;
  return {
    iss: new URL(origin).host,
    aud: `${origin}/api/v2/apps/installations/${installationId}.json`,
    sub: `${origin}/api/v2/users/${world.simulated.userIds.ada}.json`,
    iat: now,
    nbf: now,
    exp: now + 300,
    jti: crypto.randomUUID(),
    ...change,
  };
};

/** Exchanges what was signed, as a panel does. */
export const exchange = (world: AuthWorld, assertion: string, nonce = 'n'.repeat(22)): Promise<Called> =>
  world.panel.call('POST', '/api/auth/assertions', {
    body: {
      tenantId: world.simulated.tenant.id,
      publicKey: world.panel.key.publicKey,
      proof: { by: 'assertion', assertion, nonce },
    },
  });

export const exchangeCode = (world: AuthWorld, code: string): Promise<Called> =>
  world.panel.call('POST', '/api/auth/assertions', {
    body: {
      tenantId: world.simulated.tenant.id,
      publicKey: world.panel.key.publicKey,
      proof: { by: 'bootstrap', code },
    },
  });
