import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { fillAddress } from '../../packaging/salesforce/fill-address.ts';
import { readXml } from '../../packaging/salesforce/read-xml.ts';
import { readSource } from '../../packaging/salesforce/source-files.ts';
import { toMetadataFormat } from '../../packaging/salesforce/to-metadata-format.ts';
import { zipFiles } from '../../packaging/zip-files.ts';

const source = readSource(
  fileURLToPath(new URL('../../sfdx-project/force-app/main/default', import.meta.url)),
);
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const zipped = unzipSync(zipFiles(toMetadataFormat(source, '67.0')));

const children = (path: string) => {
  const document = readXml(text(zipped[path]));
  assert.ok(typeof document !== 'string', `${path}: ${document}`);
  return document.root.children;
};

describe('the zip for Salesforce', () => {
  it('holds each file of the source as it is, under the name that the metadata API has for it', () => {
    const same = [
      ['classes/HandrailAssertion.cls', 'classes/HandrailAssertion.cls'],
      ['classes/HandrailAssertion.cls-meta.xml', 'classes/HandrailAssertion.cls-meta.xml'],
      ['lwc/handrailPanel/handrailPanel.js', 'lwc/handrailPanel/handrailPanel.js'],
      ['lwc/handrailPanel/handrailPanel.js-meta.xml', 'lwc/handrailPanel/handrailPanel.js-meta.xml'],
      ['permissionsets/Handrail_Agent.permissionset', 'permissionsets/Handrail_Agent.permissionset-meta.xml'],
      ['email/Handrail-meta.xml', 'email/Handrail.emailFolder-meta.xml'],
      ['customMetadata/Handrail_Settings.Default.md', 'customMetadata/Handrail_Settings.Default.md-meta.xml'],
    ];
    for (const [inZip = '', inSource = ''] of same)
      assert.equal(text(zipped[inZip]), text(source.get(inSource)), inZip);
    const parts = [...source.keys()].filter(
      (path) => path.split('/').length === 4 && path.startsWith('objects/'),
    );

    assert.equal(Object.keys(zipped).length, source.size - parts.length + 1);
  });

  it('lists every one of them in package.xml', () => {
    const types = children('package.xml').get('types') ?? [];
    const listed = new Map(
      types.map(({ children: of }) => [of.get('name')?.[0]?.text, of.get('members')?.map((one) => one.text)]),
    );

    assert.deepEqual(listed.get('CustomObject'), ['Handrail_Session__c', 'Handrail_Settings__mdt']);
    assert.deepEqual(listed.get('EmailTemplate'), ['Handrail', 'Handrail/Handrail_Session_Link']);
    assert.deepEqual(listed.get('CustomMetadata'), ['Handrail_Settings.Default']);
    assert.deepEqual(listed.get('QuickAction'), ['Case.Start_Handrail_Session']);
    assert.deepEqual(listed.get('Layout'), ['Handrail_Session__c-Handrail Session Layout']);
    assert.ok(listed.get('LightningComponentBundle')?.includes('handrailPanel'));
    const folders = new Set(Object.keys(zipped).map((path) => path.split('/')[0]));
    assert.equal(listed.size, folders.size - 1);
  });

  it('has each object in one file, with all of its fields', () => {
    const fields = children('objects/Handrail_Session__c.object').get('fields') ?? [];
    const names = fields.map((field) => field.children.get('fullName')?.[0]?.text);
    const inSource = [...source.keys()].filter((path) =>
      path.startsWith('objects/Handrail_Session__c/fields/'),
    );

    assert.equal(names.length, inSource.length);
    assert.ok(names.includes('External_Id__c'));
    assert.equal(
      fields
        .find((one) => one.children.get('fullName')?.[0]?.text === 'Case__c')
        ?.children.get('deleteConstraint')?.[0]?.text,
      'SetNull',
    );
  });

  it('holds no test of ours', () => {
    assert.deepEqual(
      Object.keys(zipped).filter((path) => path.includes('__tests__')),
      [],
    );
  });

  it('is the same bytes each time', () => {
    const again = zipFiles(toMetadataFormat(new Map([...source].reverse()), '67.0'));

    assert.ok(Buffer.from(again).equals(Buffer.from(zipFiles(toMetadataFormat(source, '67.0')))));
  });

  it('has the address of one org where its settings belong, and code as it was', () => {
    const filled = fillAddress(source, { origin: 'https://help.acme.example', tenantId: 'acme' });
    const changed = [...filled].filter(([path, bytes]) => bytes !== source.get(path)).map(([path]) => path);

    assert.deepEqual(changed.sort(), [
      'cspTrustedSites/Handrail.cspTrustedSite-meta.xml',
      'customMetadata/Handrail_Settings.Default.md-meta.xml',
      'objects/Handrail_Settings__mdt/fields/Handrail_Origin__c.field-meta.xml',
      'remoteSiteSettings/Handrail.remoteSite-meta.xml',
    ]);
    assert.match(
      text(filled.get(changed[0] ?? '')),
      /<endpointUrl>https:\/\/help\.acme\.example<\/endpointUrl>/,
    );
    assert.throws(() => fillAddress(new Map(), { origin: 'https://a.example', tenantId: 'a' }), /no place/);
  });
});
