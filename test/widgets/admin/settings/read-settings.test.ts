import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultConsentPolicy } from '../../../../protocol/consent-policy.ts';
import type { EditableSettings } from '../../../../protocol/http/tenant-settings.ts';
import { readSettings } from '../../../../widgets/admin/settings/read-settings.ts';

const before: EditableSettings = {
  name: 'Acme',
  logoUrl: null,
  sites: [{ name: 'Shop', url: 'https://shop.example/' }],
  brands: [],
  assetHosts: [],
  assetQueryPaths: ['/img'],
  maskSelectors: [],
  showInputSelectors: [],
  consent: { ...defaultConsentPolicy, control: 'not_offered' },
  linkLifetimeMs: 100_000,
  sessionLimitMs: 4 * 3_600_000,
  pilot: null,
  connection: {
    kind: 'salesforce',
    base: 'https://acme.my.salesforce.com',
    organizationId: '00D000000000001AAA',
    clientId: 'id',
    clientSecret: null,
    brandField: null,
  },
  app: null,
  assertionCertificates: [],
};

const typed = (fields: readonly (readonly [string, string])[]): FormData => {
  const form = new FormData();
  const usual = [
    ['name', 'Acme'],
    ['siteUrl', 'https://shop.example/'],
    ['siteName', 'Shop'],
    ['consentControl', 'not_offered'],
    ['consentRecording', 'always_ask'],
    ['consentFiles', 'always_ask'],
    ['linkLifetime', '0.03'],
    ['sessionLimit', '4'],
    ['base', 'https://acme.my.salesforce.com'],
    ['organizationId', '00D000000000001AAA'],
    ['clientId', 'id'],
  ] as const;
  for (const [name, value] of usual) if (!fields.some(([other]) => other === name)) form.append(name, value);
  for (const [name, value] of fields) form.append(name, value);
  return form;
};

describe('the settings form, read', () => {
  it('leaves what was not touched as it was, to the millisecond', () => {
    assert.deepEqual(readSettings(before, typed([])), { settings: before });
  });

  it('takes rows in their order, and an empty box as nothing', () => {
    const read = readSettings(
      before,
      typed([
        ['siteUrl', 'https://a.example/'],
        ['siteName', 'A'],
        ['siteUrl', 'https://b.example/'],
        ['siteName', 'B'],
        ['brandId', '7'],
        ['brandName', 'Seven'],
        ['brandSite', 'https://seven.example/'],
        ['brandLogo', ''],
        ['brandLocale', 'de'],
      ]),
    );

    assert.ok('settings' in read);
    assert.deepEqual(read.settings.sites, [
      { name: 'A', url: 'https://a.example/' },
      { name: 'B', url: 'https://b.example/' },
    ]);
    assert.deepEqual(read.settings.brands, [
      { id: '7', name: 'Seven', siteUrl: 'https://seven.example/', logoUrl: null, locale: 'de' },
    ]);
  });

  it('takes hours to the minute', () => {
    const read = readSettings(
      before,
      typed([
        ['linkLifetime', '1.5'],
        ['sessionLimit', '0.33'],
      ]),
    );

    assert.ok('settings' in read);
    assert.equal(read.settings.linkLifetimeMs, 90 * 60_000);
    assert.equal(read.settings.sessionLimitMs, 20 * 60_000);
  });

  for (const [name, value, setting] of [
    ['linkLifetime', '', 'linkLifetimeMs'],
    ['linkLifetime', 'soon', 'linkLifetimeMs'],
    ['sessionLimit', '25', 'sessionLimitMs'],
    ['siteName', '', 'sites'],
    ['assetHosts', 'no host', 'assetHosts'],
  ] as const) {
    it(`names what is wrong: ${name} “${value}”`, () => {
      assert.deepEqual(readSettings(before, typed([[name, value]])), { wrong: new Set([setting]) });
    });
  }
});
