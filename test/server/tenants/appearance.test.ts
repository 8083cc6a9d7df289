import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { appearanceOf, logoPathOf } from '../../../server/tenants/appearance.ts';
import type { Tenant } from '../../../server/tenants/tenant.ts';

const outlet = {
  id: '42/7',
  name: 'Acme Outlet',
  logoUrl: 'https://cdn.test/outlet.png',
  locale: 'de',
  siteUrl: 'https://outlet.test/start',
};

const tenantWith = (brands: Tenant['settings']['brands']): Tenant => ({
  id: 'acme',
  name: 'Acme Outdoor',
  settings: {
    crm: {
      kind: 'jwt',
      consoleName: 'Console',
      frameAncestors: ['https://console.test'],
      issuer: 'i',
      audience: 'a',
      keys: { by: 'jwks', url: 'https://console.test/jwks' },
      algorithms: ['ES256'],
      rolesClaim: 'roles',
    },
    logoUrl: 'https://cdn.test/acme.png',
    sites: [
      { name: 'Shop', origin: 'https://shop.test', url: 'https://shop.test/' },
      { name: 'Outlet shop', origin: 'https://outlet.test', url: 'https://outlet.test/' },
    ],
    roleRules: [],
    pilot: null,
    brands,
    assetHosts: [],
    maskSelectors: [],
    showInputSelectors: [],
    linkLifetimeMs: 1,
    sessionLimitMs: 1,
  },
});

describe('how a tenant appears to a customer', () => {
  it('is as the brand of the case', () => {
    const appearance = appearanceOf(tenantWith([outlet]), '42/7');

    assert.deepEqual(
      [appearance.name, appearance.logoUrl, appearance.locale],
      ['Acme Outlet', 'https://cdn.test/outlet.png', 'de'],
    );
    assert.deepEqual(appearance.site, { name: 'Acme Outlet', url: 'https://outlet.test/start' });
    assert.equal(logoPathOf('acme', appearance), '/logos/acme/42%2F7');
  });

  it('is as itself without a brand, and with one that no admin has named', () => {
    for (const brandId of [null, '43']) {
      const appearance = appearanceOf(tenantWith([outlet]), brandId);

      assert.deepEqual(
        [appearance.name, appearance.locale, appearance.site.url],
        ['Acme Outdoor', null, 'https://shop.test/'],
      );
      assert.equal(logoPathOf('acme', appearance), '/logos/acme');
    }
  });

  it('sends nobody to a website that is not one of the tenant’s', () => {
    const { name, site } = appearanceOf(
      tenantWith([{ ...outlet, siteUrl: 'https://elsewhere.test/' }]),
      '42/7',
    );

    assert.equal(name, 'Acme Outlet');
    assert.deepEqual(site, { name: 'Shop', url: 'https://shop.test/' });
  });

  it('shows no logo for a brand that has none, and not the logo of another name', () => {
    const appearance = appearanceOf(tenantWith([{ ...outlet, logoUrl: null }]), '42/7');

    assert.equal(appearance.logoUrl, null);
    assert.equal(logoPathOf('acme', appearance), null);
  });
});
