import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkSource } from '../../packaging/salesforce/check-source.ts';
import { readDeclarations, salesforceDeclarations } from '../../packaging/salesforce/declarations.ts';
import { readSource } from '../../packaging/salesforce/source-files.ts';

const declarations = salesforceDeclarations();
const sourceOf = (folder: string) =>
  readSource(fileURLToPath(new URL(`../../sfdx-project/${folder}/main/default`, import.meta.url)));
const source = sourceOf('force-app');

/** The real source with one file changed, added, or (null) taken away. */
const withFile = (path: string, change: ((text: string) => string) | null) => {
  const files = new Map(source);
  if (!change) files.delete(path);
  else files.set(path, new TextEncoder().encode(change(new TextDecoder().decode(files.get(path)))));
  return checkSource(declarations, files);
};

const field = 'objects/Handrail_Session__c/fields/Case__c.field-meta.xml';
const permissionSet = 'permissionsets/Handrail_Agent.permissionset-meta.xml';
const site = 'cspTrustedSites/Handrail.cspTrustedSite-meta.xml';

describe('the metadata of the Salesforce package', () => {
  for (const folder of ['force-app', 'external-client-app'])
    it(`has nothing in ${folder} that Salesforce doesn’t know`, () => {
      assert.deepEqual(checkSource(declarations, sourceOf(folder)), []);
    });

  const wrong: readonly (readonly [
    what: string,
    path: string,
    change: ((text: string) => string) | null,
    says: RegExp,
  ])[] = [
    [
      'an unknown element',
      field,
      (t) => t.replaceAll('deleteConstraint', 'onDelete'),
      /unknown element <onDelete>/,
    ],
    [
      'an unknown element deep inside',
      permissionSet,
      (t) => t.replace('</apexClass>', '</apexClass><klass>A</klass>'),
      /classAccesses: unknown element <klass>/,
    ],
    ['a value that is none', field, (t) => t.replace('SetNull', 'SetNil'), /“SetNil” is none of the values/],
    ['a context that is none', site, (t) => t.replace('LEX', 'Lightning'), /“Lightning” is none/],
    ['what should be true or false', site, (t) => t.replace('>true<', '>yes<'), /“yes” is neither/],
    [
      'what should be a number',
      'classes/HandrailPanel.cls-meta.xml',
      (t) => t.replace('67.0', 'latest'),
      /“latest” is no number/,
    ],
    [
      'an element that is missing',
      site,
      (t) => t.replace(/ +<endpointUrl>.*\n/, ''),
      /<endpointUrl> is missing/,
    ],
    [
      'an element that stands there twice',
      field,
      (t) => t.replace(/( +<label>.*\n)/, '$1$1'),
      /<label> stands there 2 times/,
    ],
    ['text among elements', field, (t) => t.replace('<label>', 'hm <label>'), /text where elements belong/],
    [
      'elements in a text',
      field,
      (t) => t.replace('>Case</label>', '><b>Case</b></label>'),
      /unknown element <b>/,
    ],
    ['XML that is cut off', field, (t) => t.slice(0, -20), /not well-formed XML/],
    ['XML that is none', permissionSet, () => 'agent', /not well-formed XML|not one XML/],
    ['another root', permissionSet, (t) => t.replaceAll('PermissionSet', 'Profile'), /the root is <Profile>/],
    ['no namespace', site, (t) => t.replace(/ xmlns="[^"]*"/, ''), /namespace/],
    ['a name that Salesforce doesn’t read', 'tabs/Handrail.xml', () => '<a/>', /tabs\/Handrail\.xml/],
    ['a folder that nobody checks', 'aura/x/x.cmp', () => '', /no metadata is known/],
    [
      'a class without its XML',
      'classes/HandrailPanel.cls-meta.xml',
      null,
      /HandrailPanel\.cls-meta\.xml is missing/,
    ],
    [
      'a component without its XML',
      'lwc/handrailPanel/handrailPanel.js-meta.xml',
      null,
      /js-meta\.xml is missing/,
    ],
    [
      'a template without its XML',
      'email/Handrail/Handrail_Session_Link.email-meta.xml',
      null,
      /email-meta\.xml is missing/,
    ],
    ['XML without its class', 'classes/HandrailPanel.cls', null, /HandrailPanel\.cls is missing/],
  ];
  for (const [what, path, change, says] of wrong)
    it(`finds ${what}`, () => {
      const found = withFile(path, change);

      assert.notEqual(found.length, 0);
      assert.ok(
        found.every((line) => says.test(line)),
        found.join('\n'),
      );
    });

  it('finds it when there is nothing to check', () => {
    assert.notEqual(checkSource(declarations, new Map()).length, 0);
    assert.throws(() => sourceOf('no-such-folder'), /no source/);
  });

  it('understands no declarations that it can’t read', () => {
    assert.throws(() => readDeclarations('export type A = B[] | C;'), /isn’t understood/);
    assert.throws(() => readDeclarations("export type A = 'x';"), /Only 1/);
  });

  it('gives every role a permission, and a permission set that holds it', () => {
    for (const role of ['Agent', 'Supervisor', 'Admin', 'Auditor']) {
      assert.ok(source.has(`customPermissions/Handrail_${role}.customPermission-meta.xml`));
      const set = new TextDecoder().decode(
        source.get(`permissionsets/Handrail_${role}.permissionset-meta.xml`),
      );
      assert.match(set, new RegExp(`<enabled>true</enabled>\\s*<name>Handrail_${role}</name>`));
    }
  });

  it('has every field that Handrail writes, and an agent may edit each but the required one', () => {
    const writer = readFileSync('server/crm/salesforce/put-session-record.ts', 'utf8');
    const written = new Set([...writer.matchAll(/\b(\w+__c)\b/g)].map(([, name = '']) => name));
    const agent = new TextDecoder().decode(source.get(permissionSet));
    written.delete('Handrail_Session__c');

    assert.ok(written.size >= 12, [...written].join());
    for (const name of written) {
      assert.ok(source.has(`objects/Handrail_Session__c/fields/${name}.field-meta.xml`), name);
      const editable = new RegExp(`<editable>true</editable>\\s*<field>Handrail_Session__c.${name}<`);
      assert.equal(editable.test(agent), name !== 'External_Id__c', name);
    }
  });

  it('names in permission sets only what is there', () => {
    const names = [...source.keys()].join('\n');
    const sets = [...source].filter(([path]) => path.startsWith('permissionsets/'));
    for (const [, bytes] of sets) {
      const text = new TextDecoder().decode(bytes);
      for (const [, name] of text.matchAll(/<apexClass>(\w+)</g))
        assert.ok(names.includes(`classes/${name}.cls\n`));
      for (const [, name] of text.matchAll(/<field>Handrail_Session__c\.(\w+)</g))
        assert.ok(names.includes(`Handrail_Session__c/fields/${name}.field-meta.xml`));
    }
    assert.equal(sets.length, 4);
  });
});
