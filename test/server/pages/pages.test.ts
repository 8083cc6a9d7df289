import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import express from 'express';
import { Response as UpstreamResponse } from 'undici';
import type { Upstream } from '../../../server/http/upstream.ts';
import { UpstreamFailure } from '../../../server/http/upstream-failure.ts';
import { bundlePages } from '../../../server/pages/bundle-pages.ts';
import { bundledFile } from '../../../server/pages/bundled-file.ts';
import type { Bundles } from '../../../server/pages/bundles.ts';
import { createPages } from '../../../server/pages/create-pages.ts';
import type { Tenant } from '../../../server/tenants/tenant.ts';
import { serve } from '../../support/http-server.ts';

const artifactId = `art_${'a'.repeat(22)}`;
const sessionId = `ses_${'a'.repeat(22)}`;

const settings = {
  logoUrl: 'https://cdn.acme.example/logo.png',
  sites: [{ name: 'Shop', origin: 'https://shop.example', url: 'https://shop.example/' }],
  roleRules: [],
  pilot: null,
  brands: [],
  assetHosts: [],
  maskSelectors: [],
  showInputSelectors: [],
  linkLifetimeMs: 1,
  sessionLimitMs: 1,
};
const client = { clientId: 'c', clientSecret: 'the client secret' };
const tenants: readonly Tenant[] = [
  {
    id: 'acme-zendesk',
    name: 'Acme </script><b>Outdoor</b>',
    settings: {
      ...settings,
      brands: [
        {
          id: 'outlet',
          name: 'Outlet',
          logoUrl: 'https://cdn.acme.example/outlet.png',
          locale: null,
          siteUrl: 'https://shop.example/outlet',
        },
      ],
      crm: {
        kind: 'zendesk',
        base: 'https://acme.zendesk.com',
        subdomain: 'acme',
        ...client,
        frameworkSdkUrl: 'https://static.zdassets.com/sdk/2.0/zaf_sdk.min.js',
        app: null,
      },
    },
  },
  {
    id: 'acme-desk',
    name: 'Acme Outdoor',
    settings: {
      ...settings,
      crm: {
        kind: 'jwt',
        consoleName: 'Help Desk',
        frameAncestors: ['https://desk.test', 'https://intern.desk.test'],
        issuer: 'https://desk.test',
        audience: 'https://handrail.test',
        keys: { by: 'jwks', url: 'https://desk.test/keys' },
        algorithms: ['ES256'],
        rolesClaim: 'roles',
      },
    },
  },
  {
    id: 'acme-salesforce',
    name: 'Acme Outdoor',
    settings: {
      ...settings,
      crm: {
        kind: 'salesforce',
        base: 'https://acme.my.salesforce.com',
        instance: 'https://acme.my.salesforce.com',
        lightning: 'https://acme.lightning.force.com',
        organizationId: '00D000000000001EAA',
        assertionCertificates: [],
        integrationAgentId: null,
        ...client,
      },
    },
  },
];

const png = Buffer.from('89504e470d0a1a0a', 'hex');

/** Where tenants keep their logos, by the wire; a test changes the answer. */
const logos = {
  asked: 0,
  at: '',
  answer: (): UpstreamResponse => new UpstreamResponse(null, { status: 500 }),
};
const upstream: Pick<Upstream, 'fetch'> = {
  fetch: async (url) => {
    logos.asked += 1;
    logos.at = String(url);
    return logos.answer();
  },
};

let origin = '';
let bundles: Bundles;
let clock = 0;

before(async () => {
  const { pages, files } = await bundlePages();
  const loader = bundledFile('/snippet.js', Buffer.from('loader()'));
  const core = bundledFile('/snippet/0123.js', Buffer.from('core()'));
  const german = bundledFile('/snippet/4567.js', Buffer.from('kern()'));
  const cores = { en: core, de: german, ar: core };
  bundles = {
    pages,
    files: new Map(files.map((file) => [file.path, file])),
    loader,
    cores,
    parts: { http: core, control: core, extras: core },
  };
  const app = express();
  ({ origin } = await serve(app));
  const admitSigned = async ({ token }: { readonly token: unknown }) =>
    token === 'good'
      ? { bootstrapCode: 'A'.repeat(43), bootstrapRefusal: null }
      : { bootstrapCode: null, bootstrapRefusal: 'assertion_refused' as const };
  const findTenant = async (id: string) => tenants.find((tenant) => tenant.id === id) ?? null;
  const findTenantOfArtifact = async (id: string) => (id === artifactId ? findTenant('acme-zendesk') : null);
  app.use(
    createPages({
      config: { origin },
      findTenant,
      findTenantOfArtifact,
      admitSigned,
      bundles,
      upstream,
      now: () => clock,
    }),
  );
});

const get = (path: string, headers: Record<string, string> = { accept: 'text/html' }): Promise<Response> =>
  fetch(`${origin}${path}`, { headers });

/** A policy's directives by name. */
const policyOf = (answer: Response): Map<string, string> =>
  new Map(
    (answer.headers.get('content-security-policy') ?? '').split('; ').map((rule) => {
      const [name = '', ...values] = rule.split(' ');
      return [name, values.join(' ')];
    }),
  );

const pages = [
  `/join/${sessionId}`,
  '/code',
  `/live/${sessionId}`,
  '/auth/start/txn',
  '/auth/done/txn',
  '/embed/acme-salesforce',
  '/embed/acme-desk',
  `/recordings/${artifactId}`,
  `/artifacts/${artifactId}`,
];

describe('every page of ours', () => {
  for (const path of pages) {
    it(`allows nothing but its own: ${path}`, async () => {
      const answer = await get(path);

      const policy = policyOf(answer);
      assert.equal(answer.status, 200);
      assert.equal(policy.get('default-src'), "'none'");
      assert.equal(policy.get('script-src'), `${origin}/assets/`);
      assert.equal(policy.get('connect-src'), `'self' ${origin.replace('http', 'ws')}`);
      assert.equal(policy.get('require-trusted-types-for'), "'script'");
      assert.equal(policy.get('trusted-types'), 'lit-html');
      assert.equal(policy.get('base-uri'), "'none'");
      assert.equal(policy.get('form-action'), "'none'");
      assert.match(policy.get('style-src') ?? '', /^'sha256-[A-Za-z0-9+/=]+'$/);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    });

    it(`names its scripts with their hashes: ${path}`, async () => {
      const html = await (await get(path)).text();

      const tags = [...html.matchAll(/<script type="module" src="([^"]+)" integrity="([^"]+)">/g)];
      assert.equal(tags.length, 1);
      const [, src = '', integrity] = tags[0] ?? [];
      assert.equal(bundles.files.get(src)?.integrity, integrity);
      assert.equal((await get(src)).headers.get('cache-control'), 'public, max-age=31536000, immutable');
    });
  }

  it('is framed by nobody, but the panel by the tenant’s CRM', async () => {
    const framers = async (path: string) => policyOf(await get(path)).get('frame-ancestors');

    assert.equal(await framers(`/join/${sessionId}`), "'none'");
    assert.equal(await framers('/code'), "'none'");
    assert.equal(await framers(`/live/${sessionId}`), "'none'");
    assert.equal(await framers('/auth/start/txn'), "'none'");
    assert.equal(await framers(`/recordings/${artifactId}`), "'none'");
    assert.equal(await framers(`/artifacts/${artifactId}`), "'none'");
    assert.equal(await framers('/'), "'none'");
    assert.equal(await framers('/embed/acme-zendesk'), 'https://acme.zendesk.com');
    assert.equal(await framers('/embed/acme-salesforce'), 'https://acme.lightning.force.com');
    assert.equal(await framers('/embed/acme-desk'), 'https://desk.test https://intern.desk.test');
  });

  it('frames nothing, but the live view and the player the mirror', async () => {
    const frames = async (path: string) => policyOf(await get(path)).get('frame-src');

    assert.equal(await frames(`/live/${sessionId}`), "'self'");
    assert.equal(await frames(`/recordings/${artifactId}`), "'self'");
    assert.equal(await frames(`/join/${sessionId}`), undefined);
    assert.equal(await frames('/embed/acme-zendesk'), undefined);
  });

  it('tells other sites nothing of its address, but the join page its origin', async () => {
    const referrer = async (path: string) => (await get(path)).headers.get('referrer-policy');

    assert.equal(await referrer(`/join/${sessionId}`), 'strict-origin');
    assert.equal(await referrer(`/live/${sessionId}`), 'no-referrer');
    assert.equal(await referrer('/embed/acme-zendesk'), 'no-referrer');
  });

  it('is cut off from other windows, but for the popup and the panel', async () => {
    const opener = async (path: string) => (await get(path)).headers.get('cross-origin-opener-policy');

    assert.equal(await opener(`/join/${sessionId}`), 'same-origin');
    assert.equal(await opener(`/live/${sessionId}`), 'same-origin');
    assert.equal(await opener('/auth/start/txn'), 'unsafe-none');
    assert.equal(await opener('/auth/done/txn'), 'unsafe-none');
  });

  it('says in the browser’s language what it says without script', async () => {
    const german = await (
      await get('/nothing', { accept: 'text/html', 'accept-language': 'de-AT,en;q=0.5' })
    ).text();
    const arabic = await (await get('/code', { accept: 'text/html', 'accept-language': 'ar' })).text();

    assert.match(german, /<html lang="de" dir="ltr">[\s\S]*Unter dieser Adresse gibt es nichts/);
    assert.match(arabic, /<html lang="ar" dir="rtl">[\s\S]*JavaScript/);
  });
});

describe('the panel’s page', () => {
  it('loads the app framework of Zendesk tenants, from there only', async () => {
    const policy = policyOf(await get('/embed/acme-zendesk'));

    assert.equal(policy.get('script-src'), `${origin}/assets/ https://static.zdassets.com`);
  });

  it('holds no secret of the tenant’s, and nothing that ends its own configuration', async () => {
    const html = await (await get('/embed/acme-zendesk')).text();

    const config = /<script type="application\/json" id="handrail-page">(.*)<\/script>/.exec(html)?.[1] ?? '';
    assert.deepEqual(JSON.parse(config), {
      page: 'panel',
      bootstrapCode: null,
      bootstrapRefusal: null,
      tenant: { id: 'acme-zendesk', name: 'Acme </script><b>Outdoor</b>' },
      crm: {
        kind: 'zendesk',
        frameworkSdkUrl: 'https://static.zdassets.com/sdk/2.0/zaf_sdk.min.js',
        location: 'ticket_sidebar',
      },
    });
    assert.ok(!html.includes('the client secret'));
    assert.ok(!html.includes('<b>'));
  });

  it('knows where in Zendesk it is, and no place that there isn’t', async () => {
    const html = await (await get('/embed/acme-zendesk?location=top_bar&origin=x&app_guid=y')).text();
    const elsewhere = await get('/embed/acme-zendesk?location=nowhere');

    assert.match(html, /"location":"top_bar"/);
    assert.equal(elsewhere.status, 404);
  });

  it('of an unknown tenant says so, in whatever frames it', async () => {
    const answer = await get('/embed/nobody');

    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /doesn’t know this organization/);
    assert.equal(policyOf(answer).get('frame-ancestors'), '*');
    assert.equal(policyOf(answer).get('script-src'), undefined);
  });
});

describe('the live view inside of a console', () => {
  const ancestors = async (path: string) => policyOf(await get(path)).get('frame-ancestors');

  it('may be framed by that tenant’s Lightning alone, and its mirror by both around it', async () => {
    assert.equal(
      await ancestors(`/embed/acme-salesforce/live/${sessionId}`),
      'https://acme.lightning.force.com',
    );
    assert.equal(await ancestors('/embed/acme-salesforce/mirror'), "'self' https://acme.lightning.force.com");
  });

  it('runs as little as in a window of its own', async () => {
    const embedded = policyOf(await get(`/embed/acme-salesforce/live/${sessionId}`));
    const alone = policyOf(await get(`/live/${sessionId}`));

    embedded.delete('frame-ancestors');
    alone.delete('frame-ancestors');
    assert.deepEqual(embedded, alone);
  });

  it('is not there for a console that has no place for it, or that nobody knows', async () => {
    for (const path of [
      `/embed/acme-zendesk/live/${sessionId}`,
      '/embed/acme-zendesk/mirror',
      `/embed/nobody/live/${sessionId}`,
      '/embed/nobody/mirror',
      '/embed/acme-salesforce/live/ses_short',
    ]) {
      const answer = await get(path);
      assert.equal(answer.status, 404, path);
      assert.equal(policyOf(answer).get('frame-ancestors'), "'none'", path);
    }
  });
});

describe('a recording’s page', () => {
  it('says whose it is, and nothing of a recording that there is not', async () => {
    const html = await (await get(`/recordings/${artifactId}`)).text();
    const unknown = await get(`/recordings/${artifactId.replace('a', 'b')}`);
    const malformed = await get('/recordings/art_short');

    const config = /<script type="application\/json" id="handrail-page">(.*)<\/script>/.exec(html)?.[1] ?? '';
    assert.deepEqual(JSON.parse(config), {
      page: 'recording',
      artifactId,
      tenant: { id: 'acme-zendesk', name: 'Acme </script><b>Outdoor</b>' },
      crm: 'zendesk',
    });
    assert.deepEqual([unknown.status, malformed.status], [404, 404]);
  });
});

describe('addresses that lead nowhere', () => {
  it('get a page for a browser, and are left to the API’s error handler for a program', async () => {
    const forBrowser = await get('/nothing');
    const forProgram = await get('/nothing', { accept: 'application/json' });
    const inApi = await get('/api/nothing');

    assert.equal(forBrowser.status, 404);
    assert.match(await forBrowser.text(), /There is nothing at this address/);
    assert.ok(!(await forProgram.text()).includes('There is nothing at this address'));
    assert.ok(!(await inApi.text()).includes('There is nothing at this address'));
  });

  it('get their own page when half a join link was lost', async () => {
    const answer = await get('/join/ses_short');

    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /This link is not complete/);
  });
});

describe('the mirror’s documents', () => {
  const policy =
    "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; img-src blob: data:; " +
    "font-src blob: data:; media-src blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

  for (const [path, doctype] of [
    ['/mirror', true],
    ['/mirror/quirks', false],
  ] as const) {
    it(`run nothing and fetch nothing: ${path}`, async () => {
      const answer = await get(path);

      assert.equal(answer.headers.get('content-security-policy'), policy);
      assert.equal((await answer.text()).startsWith('<!doctype html>'), doctype);
    });
  }
});

describe('the snippet', () => {
  it('can be loaded by every website, its loader asked for anew each time', async () => {
    const answer = await get('/snippet.js', {});

    assert.equal(await answer.text(), 'loader()');
    assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.equal(answer.headers.get('cache-control'), 'no-cache');
    const again = await get('/snippet.js', {
      'if-none-match': answer.headers.get('etag') ?? '',
      'cache-control': 'max-age=0',
    });
    assert.equal(again.status, 304);
  });

  it('has a core that never changes, and whose integrity other origins can check', async () => {
    const answer = await get('/snippet/0123.js', {});

    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  });
});

describe('a script', () => {
  it('comes compressed to whoever takes it so, and as it is to others', async () => {
    const path = bundles.pages.get('join')?.script.path ?? '';
    const inCoding = async (coding: string) => {
      const answer = await get(path, { 'accept-encoding': coding });
      return {
        coding: answer.headers.get('content-encoding'),
        text: await answer.text(),
        vary: answer.headers.get('vary'),
      };
    };

    const plain = await inCoding('identity');
    const gzip = await inCoding('gzip');
    const brotli = await inCoding('gzip, br');

    assert.deepEqual([plain.coding, gzip.coding, brotli.coding], [null, 'gzip', 'br']);
    assert.deepEqual([plain.vary, brotli.vary], ['Accept-Encoding', 'Accept-Encoding']);
    assert.ok(plain.text.length > 1000);
    assert.equal(gzip.text, plain.text);
    assert.equal(brotli.text, plain.text);
  });
});

describe('a tenant’s logo', () => {
  it('comes from our own origin, and is asked of the tenant’s server once an hour', async () => {
    clock += 2 * 60 * 60_000;
    logos.asked = 0;
    logos.answer = () => new UpstreamResponse(png, { headers: { 'content-type': 'image/png' } });

    const first = await get('/logos/acme-zendesk');
    const second = await get('/logos/acme-zendesk');

    assert.deepEqual(Buffer.from(await first.arrayBuffer()), png);
    assert.equal(first.headers.get('content-type'), 'image/png');
    assert.match(first.headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/);
    assert.equal(second.status, 200);
    assert.equal(logos.asked, 1);
  });

  it('is a brand’s own under that brand, and none under a brand that there is not', async () => {
    clock += 2 * 60 * 60_000;
    logos.answer = () => new UpstreamResponse(png, { headers: { 'content-type': 'image/png' } });

    const brands = await get('/logos/acme-zendesk/outlet');
    assert.equal(logos.at, 'https://cdn.acme.example/outlet.png');
    const own = await get('/logos/acme-zendesk');
    assert.equal(logos.at, 'https://cdn.acme.example/logo.png');

    assert.deepEqual([brands.status, own.status], [200, 200]);
    assert.equal((await get('/logos/acme-zendesk/nobody')).status, 404);
    assert.equal((await get('/logos/acme-salesforce/outlet')).status, 404);
  });

  it('is none when the address answers with something else, or not at all', async () => {
    clock += 2 * 60 * 60_000;
    logos.answer = () => new UpstreamResponse('<script>', { headers: { 'content-type': 'text/html' } });
    const page = await get('/logos/acme-zendesk');
    clock += 2 * 60 * 60_000;
    logos.answer = () => {
      throw new UpstreamFailure('timed_out', 'The server took too long.');
    };
    const silence = await get('/logos/acme-zendesk');

    assert.equal(page.status, 404);
    assert.equal(silence.status, 404);
    assert.equal((await get('/logos/nobody')).status, 404);
  });
});
