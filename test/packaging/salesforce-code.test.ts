import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { checkApex } from '../../packaging/salesforce/check-apex.ts';
import { checkScript, checkTemplate } from '../../packaging/salesforce/check-components.ts';
import { ToHost } from '../../protocol/host.ts';
import { deriveJoinSecrets } from '../../widgets/seal/join-key.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const project = `${root}sfdx-project/`;
const filesOf = (pattern: string) => globSync(pattern, { cwd: project }).sort();
const read = (path: string) => readFileSync(`${project}${path}`, 'utf8');
const panel = 'force-app/main/default/lwc/handrailPanel/handrailPanel.js';

describe('the Apex of the Salesforce package', () => {
  it('parses and is formatted', async () => {
    const classes = filesOf('force-app/**/*.cls');
    for (const path of classes) assert.deepEqual(await checkApex(read(path)), [], path);

    assert.ok(classes.length >= 6);
  });

  it('would not pass if it didn’t parse', async () => {
    const found = await checkApex('public class A { void b() { Integer c = ; } }');

    assert.match(found.join(), /line 1, column \d+/);
  });

  it('would not pass if it were not formatted', async () => {
    assert.match((await checkApex('public class A{}')).join(), /not formatted/);
  });

  it('derives a link’s proof as the panel does, by a test with the same figures', async () => {
    const { proofHash } = await deriveJoinSecrets('A'.repeat(43));

    assert.match(read('force-app/main/default/classes/HandrailLinkTest.cls'), new RegExp(`'${proofHash}'`));
  });

  it('has a test class for each class that says something to others', () => {
    const names = filesOf('force-app/**/*.cls').map((path) => path.split('/').at(-1));
    for (const name of ['HandrailAssertion', 'HandrailLink', 'HandrailPanel'])
      assert.ok(names.includes(`${name}Test.cls`), name);
  });
});

describe('the components of the Salesforce package', () => {
  it('have nothing for Salesforce’s linter to find', async () => {
    const scripts = filesOf('force-app/**/lwc/**/*.js');
    for (const path of scripts) assert.deepEqual(await checkScript(path, read(path)), [], path);

    assert.ok(scripts.length >= 9);
  });

  const wrong = [
    [
      'a global listener that leaks',
      'window.addEventListener("message", () => 1);',
      /no-leaky-event-listeners/,
    ],
    ['markup from a string', 'this.template.querySelector("div").innerHTML = "<b>";', /no-inner-html/],
    ['a timer without a reason', 'setTimeout(() => 1, 10);', /no-async-operation/],
    ['something that isn’t declared', 'missing();', /no-undef/],
  ] as const;
  for (const [what, line, rule] of wrong)
    it(`would be told of ${what}`, async () => {
      const text = `import { LightningElement } from 'lwc';\nexport default class HandrailPanel extends LightningElement {\n  go() { ${line} }\n}\n`;

      assert.match((await checkScript(panel, text)).join(), rule);
    });

  it('have templates that can be read and are formatted', async () => {
    const templates = filesOf('force-app/**/lwc/**/*.html');
    for (const path of templates) assert.deepEqual(await checkTemplate(path, read(path)), [], path);
    const [first] = templates;
    assert.ok(first);

    assert.notDeepEqual(await checkTemplate(first, '<template><p></template>'), []);
    assert.notDeepEqual(await checkTemplate(first, '<template><p >a</p></template>'), []);
  });

  it('pass their own tests', () => {
    const jest = `${root}node_modules/@salesforce/sfdx-lwc-jest/bin/sfdx-lwc-jest`;
    const { stdout, stderr } = spawnSync(process.execPath, [jest, '--', '--json', '--no-cache'], {
      cwd: project,
      encoding: 'utf8',
    });
    const Results = v.object({
      numPassedTests: v.number(),
      numFailedTests: v.number(),
      numPendingTests: v.number(),
    });
    const results = v.parse(Results, JSON.parse(stdout.slice(stdout.indexOf('{'))));

    assert.equal(results.numFailedTests, 0, stderr);
    assert.equal(results.numPendingTests, 0);
    assert.ok(results.numPassedTests >= 40, stderr);
  });
});

describe('what the component and the panel say to each other', () => {
  const requestId = 'a-1';
  const sound: readonly Record<string, unknown>[] = [
    { type: 'handrail.ready', version: 1 },
    { type: 'handrail.assertion.requested', requestId, nonce: 'n'.repeat(43) },
    { type: 'handrail.reply.insert', requestId, text: 'a', html: '<p>a</p>' },
    { type: 'handrail.email.draft', requestId, subject: 's', text: 'a', html: '<p>a</p>' },
    { type: 'handrail.live-view.open', requestId, url: 'https://handrail.example/live/ses_a#b' },
  ];
  const spoiled = sound.flatMap((message) => [
    { ...message, more: 1 },
    { ...message, type: 'handrail.other' },
    ...Object.keys(message).map((name) => ({ ...message, [name]: null })),
    ...Object.keys(message).map((name) => ({ ...message, [name]: 'x'.repeat(100_000) })),
    ...Object.keys(message)
      .filter((name) => name !== 'type')
      .map((name) => Object.fromEntries(Object.entries(message).filter(([key]) => key !== name))),
  ]);

  it('is read by both alike', async () => {
    const { readMessage } = await import(
      new URL(
        '../../sfdx-project/force-app/main/default/lwc/handrailMessages/handrailMessages.js',
        import.meta.url,
      ).href
    );

    for (const message of [...sound, ...spoiled, null, 'x', 7, [], {}])
      assert.equal(
        readMessage(message) !== null,
        v.is(ToHost, message),
        JSON.stringify(message)?.slice(0, 200),
      );
    assert.ok(sound.every((message) => v.is(ToHost, message)));
    assert.equal(ToHost.options.length, sound.length);
  });
});
