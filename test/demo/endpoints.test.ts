import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { endpoints as salesforce } from '../../demo/salesforce/endpoints.ts';
import { endpoints as zendesk } from '../../demo/zendesk/endpoints.ts';

/** What the routers of a folder serve, under the prefix that they are mounted at. */
const servedBy = (folder: string, prefix: string): string[] =>
  globSync(`${folder}/*.ts`)
    .flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/routes\.(get|post|put|patch|delete)\(\s*'([^']+)'/g),
    ])
    .map(([, method = '', path = '']) => `${method.toUpperCase()} ${prefix}${path}`);

const kinds = [
  ['zendesk', zendesk, [...servedBy('demo/zendesk/api', '/api/v2'), ...servedBy('demo/zendesk/oauth', '')]],
  [
    'salesforce',
    salesforce,
    [...servedBy('demo/salesforce/rest', '/services/data'), ...servedBy('demo/salesforce/oauth', '')],
  ],
] as const;

describe('the endpoints of the simulators', () => {
  for (const [name, endpoints, served] of kinds) {
    it(`says of each of ${name} where the real one is described, and of no others`, () => {
      const described = endpoints.map(({ method, path }) => `${method} ${path}`);

      assert.ok(served.length > 10, `only ${served.length} were found`);
      assert.deepEqual([...described].sort(), [...new Set(served)].sort());
    });

    it(`names a page of the vendor’s own for each of ${name}`, () => {
      const hosts = endpoints.map(({ source }) => new URL(source).hostname);

      const strangers = hosts.filter((host) => !/(^|\.)(zendesk|salesforce)\.com$/.test(host));
      assert.deepEqual(strangers, []);
    });
  }
});
