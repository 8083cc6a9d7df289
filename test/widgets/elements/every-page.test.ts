import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { Tenant } from '../../../server/tenants/tenant.ts';
import { axeFindings } from '../../support/axe.ts';
import { invitationServer, joinKey, sessionId } from '../join/invitations.ts';
import { openStage, type Stage, violationsOf } from '../join/stage.ts';

const tenant: Tenant = {
  id: 'acme',
  name: 'Acme Outdoor',
  settings: {
    crm: {
      kind: 'salesforce',
      base: 'https://acme.example',
      instance: 'https://acme.example',
      lightning: 'https://acme.example',
      organizationId: '00D000000000001EAA',
      assertionCertificates: [],
      integrationAgentId: null,
      clientId: 'c',
      clientSecret: 's',
    },
    logoUrl: null,
    sites: [{ name: 'Shop', origin: 'https://shop.example', url: 'https://shop.example/' }],
    roleRules: [],
    pilot: null,
    brands: [],
    assetHosts: [],
    maskSelectors: [],
    showInputSelectors: [],
    linkLifetimeMs: 1,
    sessionLimitMs: 1,
  },
};

/** Each page, and what is on it once it has settled. */
const pages: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  [`/join/${sessionId}#${joinKey}`, (page) => page.locator('button.primary:enabled').waitFor()],
  [`/join/${sessionId}`, (page) => page.locator('h1').waitFor()],
  ['/code', (page) => page.locator('input').waitFor()],
  ['/auth/start/txn_1', (page) => page.locator('button.primary').waitFor()],
  ['/auth/done/txn_1', (page) => page.locator('h1:not(.visually-hidden)').waitFor()],
  ['/admin/acme', (page) => page.locator('h1, h2').first().waitFor()],
  ['/embed/acme', (page) => page.locator('h1, h2').first().waitFor()],
  [`/live/${sessionId}`, (page) => page.locator('h1, h2').first().waitFor()],
  ['/', (page) => page.locator('h1').waitFor()],
  ['/nothing', (page) => page.locator('h1').waitFor()],
];

const looks = [
  { locale: 'en-GB', direction: 'ltr', colorScheme: 'light' },
  { locale: 'de-DE', direction: 'ltr', colorScheme: 'dark' },
  { locale: 'ar-EG', direction: 'rtl', colorScheme: 'light' },
] as const;

describe('every page', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({
      tenant,
      api: (routes) => {
        invitationServer().routes(routes);
        routes.get('/auth/transactions/txn_1', (_req, res) => {
          res.json({ userCode: 'K7Q4', crm: 'zendesk', tenantName: 'Acme Outdoor', comparesCode: true });
        });
        routes.get('/auth/transactions/txn_1/outcome', (_req, res) => {
          res.json({ status: 'signed-in', name: 'Ada Agent' });
        });
      },
    });
  });

  for (const { locale, direction, colorScheme } of looks) {
    for (const [path, settled] of pages) {
      it(`is accessible and keeps its policy: ${path.split('#')[0]}, ${locale}, ${colorScheme}, 320 px`, async () => {
        const page = await stage.open(path, { locale, colorScheme, viewport: { width: 320, height: 640 } });
        await settled(page);

        const faults = await axeFindings(page);
        const { dir, lang, overflows } = await page.evaluate(() => ({
          dir: document.documentElement.dir,
          lang: document.documentElement.lang,
          overflows: document.documentElement.scrollWidth > innerWidth,
        }));

        assert.deepEqual(faults, []);
        assert.deepEqual(await violationsOf(page), []);
        assert.deepEqual([dir, lang, overflows], [direction, locale.slice(0, 2), false]);
        await page.context().close();
      });
    }
  }
});
