import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unzipSync } from 'fflate';
import { type AppPackage, jsonOf, readAppPackage } from '../../packaging/zendesk/app-package.ts';
import { checkPackage } from '../../packaging/zendesk/check-package.ts';
import { fixAddress } from '../../packaging/zendesk/fix-address.ts';
import { withSessionObject } from '../../packaging/zendesk/with-session-object.ts';
import { zipFiles } from '../../packaging/zip-files.ts';
import { ZendeskLocation } from '../../protocol/zendesk-location.ts';

const ours = readAppPackage('manifests/zendesk');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const without = (path: string): AppPackage => new Map([...ours].filter(([name]) => name !== path));
const withFile = (path: string, text: string): AppPackage => new Map([...ours, [path, bytes(text)]]);

type Json = Readonly<Record<string, unknown>>;
const json = (path: string): Json => jsonOf(ours, path) as Json;
const withJson = (path: string, change: Json): AppPackage =>
  withFile(path, JSON.stringify({ ...json(path), ...change }));
const manifest = (change: Json): AppPackage => withJson('manifest.json', change);
const place = (name: string, options: unknown): AppPackage =>
  manifest({ location: { support: { [name]: options } } });
const parameters = (...more: readonly Json[]): AppPackage =>
  manifest({ parameters: [...(json('manifest.json').parameters as readonly Json[]), ...more] });
const english = (change: Json): AppPackage =>
  withJson('translations/en.json', { app: { ...(json('translations/en.json').app as Json), ...change } });

/** A wrong package of each sort, and what is said about it. */
const wrong: Readonly<Record<string, readonly [AppPackage, RegExp]>> = {
  'no manifest': [without('manifest.json'), /manifest\.json: is missing/],
  'a manifest that is no JSON': [withFile('manifest.json', '{'), /manifest\.json: is no JSON/],
  'a key that nobody knows': [manifest({ permissions: [] }), /manifest\.json: permissions: /],
  'no author': [manifest({ author: undefined }), /manifest\.json: author: /],
  'an author’s page that is no address': [
    manifest({ author: { name: 'H', email: 'h@example.com', url: 'example.com' } }),
    /author\.url: must begin with http/,
  ],
  'an old framework': [manifest({ frameworkVersion: '1.0' }), /frameworkVersion: /],
  'a switch that is no boolean': [manifest({ signedUrls: 'yes' }), /signedUrls: /],
  'a place that there isn’t': [
    place('nowhere', { url: 'https://x.example' }),
    /location\.support\.nowhere: /,
  ],
  'no place at all': [manifest({ location: { support: {} } }), /names no place/],
  'another product': [manifest({ location: { sell: { top_bar: 'https://x.example' } } }), /location\.sell: /],
  'an address without https': [place('user_sidebar', 'http://x.example/'), /must be https/],
  'a path that is no address': [
    place('user_sidebar', { url: 'panel.html' }),
    /is neither an address nor a file/,
  ],
  'a file that isn’t there': [place('modal', { url: 'assets/a.html' }), /is not in the package/],
  'an address of a setting that nobody is asked for': [
    place('modal', { url: '{{setting.other}}/x' }),
    /needs the parameter “other”/,
  ],
  'a place with an option that there isn’t': [
    place('modal', { url: 'https://x.example', wide: 1 }),
    /wide: /,
  ],
  'a place that is flexible by a word': [
    place('modal', { url: 'https://x.example', flexible: 'yes' }),
    /location\.support\.modal\.flexible: /,
  ],
  'a parameter of a type that there isn’t': [
    parameters({ name: 'x', type: 'date' }),
    /parameters\.2\.type: /,
  ],
  'a parameter twice': [parameters({ name: 'tenant_id' }), /“tenant_id” is there twice/],
  'a parameter called name': [parameters({ name: 'name' }), /“name” is Zendesk’s own/],
  'a hidden parameter that is required': [
    parameters({ name: 'x', type: 'hidden', required: true }),
    /“x” is hidden/,
  ],
  'a secure parameter without scopes': [
    parameters({ name: 'x', secure: true }),
    /“x” is secure and needs scopes/,
  ],
  'a scope that there isn’t': [
    parameters({ name: 'x', secure: true, scopes: ['cookie'] }),
    /parameters\.2\.scopes\.0: /,
  ],
  'a secret that everybody can read': [parameters({ name: 'api_token' }), /“api_token” holds a secret/],
  'a secure oauth parameter': [
    parameters({ name: 'x', type: 'oauth', secure: true, scopes: ['header'] }),
    /which can’t be secure/,
  ],
  'two oauth parameters': [
    parameters({ name: 'x', type: 'oauth' }, { name: 'y', type: 'oauth' }),
    /only one can be of type oauth/,
  ],
  'a hidden default': [
    parameters({ name: 'x', type: 'hidden', default: 'a' }),
    /default that everybody can read/,
  ],
  'a white list of no hosts': [manifest({ domainWhitelist: ['https://x.example/'] }), /is no host/],
  'a default language without texts': [without('translations/en.json'), /translations\/en\.json: is missing/],
  'a language that there isn’t': [withFile('translations/english.json', '{}'), /is not named for a locale/],
  'a translation that is no JSON': [withFile('translations/de.json', '['), /de\.json: is no JSON/],
  'no name': [english({ name: undefined }), /en\.json: app\.name: /],
  'a parameter without label': [english({ parameters: {} }), /the parameter “tenant_id” has no label/],
  'a public app without its description': [
    new Map([...english({ long_description: undefined }), ...only('manifest.json', { private: false })]),
    /app\.long_description is missing/,
  ],
  'a text that is missing in one language': [
    withFile('translations/de.json', JSON.stringify({ app: { name: 'Handrail' } })),
    /de\.json: app\.short_description is not translated/,
  ],
  'requirements of a kind that there isn’t': [
    withFile('requirements.json', JSON.stringify({ dashboards: {} })),
    /requirements\.json: dashboards: /,
  ],
  'a required field without title': [
    withFile('requirements.json', JSON.stringify({ ticket_fields: { x: { type: 'text' } } })),
    /ticket_fields\.x\.title: /,
  ],
  'a required field of a type that there isn’t': [
    withFile('requirements.json', JSON.stringify({ ticket_fields: { x: { type: 'blob', title: 'X' } } })),
    /ticket_fields\.x\.type: /,
  ],
  'a user field without key': [
    withFile('requirements.json', JSON.stringify({ user_fields: { x: { type: 'text', title: 'X' } } })),
    /user_fields\.x\.key: /,
  ],
  'a field of an object that isn’t there': [
    withFile(
      'requirements.json',
      JSON.stringify({
        custom_objects_v2: {
          objects: [],
          object_fields: [{ key: 'x', title: 'X', type: 'text', object_key: 'session' }],
        },
      }),
    ),
    /the field “x” is of “session”/,
  ],
  'two channel integrations': [
    withFile(
      'requirements.json',
      JSON.stringify({ channel_integrations: { a: { manifest_url: '/a' }, b: { manifest_url: '/b' } } }),
    ),
    /there can be one only/,
  ],
  'no logo': [without('assets/logo.png'), /logo\.png: is missing/],
  'a logo that is no PNG': [withFile('assets/logo.png', 'GIF89a'), /logo\.png: is no PNG/],
  'a logo of the wrong size': [
    new Map([...ours, ['assets/logo.png', ours.get('assets/logo-small.png') ?? bytes('')]]),
    /logo\.png: is 128 × 128 pixels/,
  ],
  'a top bar without icon': [without('assets/icon_top_bar.svg'), /icon_top_bar\.svg: is missing/],
  'an icon without the first symbol': [
    withFile('assets/icon_top_bar.svg', '<svg><symbol id="other" viewBox="0 0 18 18"/></svg>'),
    /has no symbol “default”/,
  ],
  'an icon without viewBox': [
    withFile('assets/icon_top_bar.svg', '<svg><symbol id="default"/></svg>'),
    /has a symbol without viewBox/,
  ],
  'a drawing with a script': [
    withFile('assets/logo.svg', '<svg><script>1</script></svg>'),
    /more in it than shapes/,
  ],
  'a drawing with a handler': [withFile('assets/logo.svg', '<svg onload="x()"/>'), /more in it than shapes/],
  'a file that doesn’t belong': [withFile('notes.txt', ''), /notes\.txt: doesn’t belong here/],
};

/** One changed JSON file by itself. */
function only(path: string, change: Json): AppPackage {
  return new Map([[path, bytes(JSON.stringify({ ...json(path), ...change }))]]);
}

describe('the check of the Zendesk app', () => {
  it('finds nothing wrong with ours', () => {
    assert.ok(ours.size >= 9, `only ${ours.size} files read`);
    assert.deepEqual(checkPackage(ours), []);
  });

  for (const [name, [files, expected]] of Object.entries(wrong)) {
    it(`finds ${name}`, () => {
      const found = checkPackage(files);

      assert.match(found.join('\n'), expected);
    });
  }
});

describe('the Zendesk app', () => {
  it('can bring the custom object for sessions along, within what an app may bring', () => {
    const files = withSessionObject(ours);
    const { ticket_fields, custom_objects_v2 } = jsonOf(files, 'requirements.json') as {
      ticket_fields: Json;
      custom_objects_v2: { objects: readonly { key: string }[]; object_fields: readonly unknown[] };
    };

    assert.deepEqual(checkPackage(files), []);
    assert.deepEqual(ticket_fields, json('requirements.json').ticket_fields);
    assert.deepEqual(
      custom_objects_v2.objects.map(({ key }) => key),
      ['handrail_session'],
    );
    assert.equal(custom_objects_v2.object_fields.length, 10);
    assert.equal(
      json('requirements.json').custom_objects_v2,
      undefined,
      'not every account could install it',
    );
  });

  it('has a frame in every place that the panel knows, each signed, and says there which one it is', () => {
    const { location, signedUrls } = json('manifest.json') as {
      location: { support: Record<string, { url: string; signed?: boolean }> };
      signedUrls: boolean;
    };

    assert.deepEqual(Object.keys(location.support).sort(), [...ZendeskLocation.options].sort());
    assert.equal(signedUrls, true);
    for (const [name, { url, signed = true }] of Object.entries(location.support)) {
      assert.equal(url, `{{setting.handrail_url}}/embed/{{setting.tenant_id}}?location=${name}`);
      assert.equal(signed, true);
    }
  });

  it('has a symbol of the top bar’s icon for each count', () => {
    const svg = new TextDecoder().decode(ours.get('assets/icon_top_bar.svg'));
    const symbols = [...svg.matchAll(/<symbol id="([^"]+)"/g)].map((match) => match[1]);

    assert.deepEqual(symbols, [
      'default',
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((count) => `live-${count}`),
      'live-many',
    ]);
  });

  it('zips to the same bytes however its files come, and to all of them', () => {
    const zip = zipFiles(ours);
    const again = zipFiles(new Map([...ours].reverse()));

    assert.deepEqual(Buffer.from(again), Buffer.from(zip));
    assert.deepEqual(
      new Map(Object.entries(unzipSync(zip)).map(([path, file]) => [path, Buffer.from(file)])),
      ours,
    );
  });

  it('can have its address fixed, and then asks for none', () => {
    const fixed = fixAddress(ours, { handrailUrl: 'https://handrail.acme.example', tenantId: 'acme' });
    const { location, parameters: asked } = jsonOf(fixed, 'manifest.json') as {
      location: { support: { top_bar: { url: string } } };
      parameters: readonly unknown[];
    };

    assert.equal(location.support.top_bar.url, 'https://handrail.acme.example/embed/acme?location=top_bar');
    assert.deepEqual(asked, []);
    assert.deepEqual(checkPackage(fixed), []);
  });
});
