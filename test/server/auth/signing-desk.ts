import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { CrmSettings } from '../../../server/tenants/crm-settings.ts';
import type { Tenant } from '../../../server/tenants/tenant.ts';

/** A key of a console's, with its public half as the console publishes it. */
export interface Signer {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

type Algorithm = (CrmSettings & { kind: 'jwt' })['algorithms'][number];

export const makeSigner = async (kid: string, alg: Algorithm = 'ES256'): Promise<Signer> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
};

export const issuer = 'https://desk.test';
export const handrail = 'https://handrail.test';

interface Signing {
  /** Epoch ms. */
  readonly now: number;
  readonly change?: JWTPayload;
  readonly head?: { readonly [name: string]: unknown };
}

/** What the desk signs about Ada. */
export const signByDesk = ({ kid, privateKey, jwk }: Signer, { now, change, head }: Signing) => {
  const at = Math.floor(now / 1_000);
  const claims = {
    iss: issuer,
    aud: handrail,
    sub: 'ada',
    iat: at,
    exp: at + 60,
    jti: crypto.randomUUID(),
    nonce: 'n'.repeat(22),
    name: 'Ada Agent',
    realm: { roles: ['support', 'staff'] },
    ...change,
  };
  return new SignJWT(claims).setProtectedHeader({ alg: jwk.alg ?? 'ES256', kid, ...head }).sign(privateKey);
};

/** A company whose console publishes its keys at this address. */
export const deskTenant = (url: string, algorithms: readonly Algorithm[] = ['ES256']): Tenant => ({
  id: 'acme-desk',
  name: 'Acme',
  settings: {
    crm: {
      kind: 'jwt',
      consoleName: 'Help Desk',
      frameAncestors: [issuer],
      issuer,
      audience: handrail,
      keys: { by: 'jwks', url },
      algorithms: [...algorithms],
      rolesClaim: 'realm.roles',
    },
    logoUrl: null,
    sites: [{ name: 'Shop', origin: 'https://shop.test', url: 'https://shop.test/' }],
    roleRules: [],
    pilot: null,
    brands: [],
    assetHosts: [],
    maskSelectors: [],
    showInputSelectors: [],
    linkLifetimeMs: 3_600_000,
    sessionLimitMs: 3_600_000,
  },
});
