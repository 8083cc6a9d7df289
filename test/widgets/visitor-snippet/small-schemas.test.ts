import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';
import fc from 'fast-check';
import * as v from 'valibot';
import { defaultConsentPolicy } from '../../../protocol/consent-policy.ts';
import * as control from '../../../protocol/control.ts';
import * as joining from '../../../protocol/http/joining.ts';
import * as input from '../../../protocol/input.ts';
import * as pointer from '../../../protocol/pointer.ts';

/** What the snippet reads, by the schemas that are bundled into it. */
const source = `
  import { safeParse } from 'valibot';
  import { SiteMessage } from './protocol/control.ts';
  import { Handover, HandoverOpened, VisitorSettings } from './protocol/http/joining.ts';
  import { InputBody } from './protocol/input.ts';
  import { DrawingBody, PointerBody } from './protocol/pointer.ts';
  const schemas = { SiteMessage, Handover, HandoverOpened, VisitorSettings, InputBody, DrawingBody, PointerBody };
  export const holds = (name, value) => safeParse(schemas[name], value).success;
`;

type Name = keyof typeof originals;
const originals = { ...control, ...joining, ...input, ...pointer };

const smallSchemas = async (): Promise<(name: Name, value: unknown) => boolean> => {
  const repository = new URL('../../..', import.meta.url).pathname;
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: repository, loader: 'ts' },
    absWorkingDir: repository,
    alias: { valibot: './widgets/visitor/small-schemas.ts' },
    bundle: true,
    format: 'esm',
    write: false,
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)).holds;
};

const page = { stream: '0123456789abcdef', epoch: 1 };
const at = { node: 7, dx: 1.5, dy: -2 };
const modifiers = { alt: false, control: false, meta: false, shift: true };
const participant = { number: 1, role: 'agent', name: 'Ada', hpkeKey: 'a'.repeat(87), present: true };
const sent = { from: 2, capability: 'control' };

const examples: readonly (readonly [Name, Readonly<Record<string, unknown>>])[] = [
  ['SiteMessage', { type: 'challenged', challenge: 'c'.repeat(43), oldestVersion: 1, newestVersion: 1 }],
  [
    'SiteMessage',
    {
      type: 'joined',
      number: 1,
      participants: [participant, { ...participant, hpkeKey: null }],
      grants: [
        { capability: 'view', to: 'agents', until: null },
        { capability: 'control', to: 2, until: 5 },
      ],
      paused: false,
      joinedBy: null,
      endsAt: 1,
      serverTime: 0,
    },
  ],
  ['SiteMessage', { type: 'participant.joined', participant }],
  ['SiteMessage', { type: 'participant.joined', participant, joinedBy: 'code' }],
  ['SiteMessage', { type: 'participant.left', number: 4 }],
  ['SiteMessage', { type: 'grant.requested', ...sent }],
  ['SiteMessage', { type: 'keyframe.requested', nonces: ['n'.repeat(22)] }],
  ['SiteMessage', { type: 'session.ended', by: 'agent', reason: 'ended_by_agent' }],
  ['SiteMessage', { type: 'policy.changed', policy: { ...defaultConsentPolicy, control: 'ask_once' } }],
  ['SiteMessage', { type: 'pong' }],
  ['HandoverOpened', { blob: 'abc_-' }],
  [
    'VisitorSettings',
    {
      maskSelectors: ['.a'],
      showInputSelectors: [],
      consent: { ...defaultConsentPolicy, control: 'not_offered' },
      recordingDays: 30,
    },
  ],
  [
    'Handover',
    {
      sessionId: `ses_${'s'.repeat(22)}`,
      psk: 'p'.repeat(43),
      credential: 'c'.repeat(43),
      visitorId: 'vis_1',
      agentName: 'Ada',
      tenantId: 'acme',
      tenantName: 'Acme',
      capabilities: ['view'],
      locale: 'en',
    },
  ],
  ['PointerBody', { page, at, pressed: true }],
  ['PointerBody', { page, at: null, pressed: false }],
  ['DrawingBody', { type: 'stroke.started', page, id: 'a1', node: 7, points: [1, 2, 3, 4] }],
  ['DrawingBody', { type: 'drawings.cleared' }],
  ['InputBody', { page, action: { type: 'click', at, count: 2, modifiers } }],
  ['InputBody', { page, action: { type: 'scroll', at, deltaX: 0, deltaY: -3.5 } }],
  ['InputBody', { page, action: { type: 'key', key: 'Enter', code: 'Enter', modifiers } }],
  ['InputBody', { page, action: { type: 'text', text: 'hello' } }],
  ['InputBody', { page, action: { type: 'choose', node: 7, options: [0, 2] } }],
];

/** Something else in one place of a value: changed, taken away or added. */
const spoilt = (value: unknown): fc.Arbitrary<unknown> => {
  const junk = fc.oneof(fc.jsonValue(), fc.constantFrom('', 'view', -1, 0.5, 1e9, null, {}, [], [1, 2, 3]));
  if (typeof value !== 'object' || value === null) return junk;
  const inside = Object.entries(value).map(([key, one]) =>
    spoilt(one).map((other) =>
      Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other },
    ),
  );
  const without = Object.keys(value).map((key) => fc.constant(leaveOut(value, key)));
  const added = Array.isArray(value)
    ? junk.map((one) => [...value, one])
    : junk.map((one) => ({ ...value, one }));
  return fc.oneof(junk, added, ...without, ...inside);
};

const leaveOut = (value: object, key: string): unknown =>
  Array.isArray(value)
    ? value.toSpliced(Number(key), 1)
    : Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));

test('the snippet’s small schemas decide as valibot does, on what is right and on what is spoilt', async () => {
  const holds = await smallSchemas();
  const decides = (name: Name, value: unknown): boolean =>
    v.safeParse(originals[name] as v.GenericSchema, value).success;
  let refused = 0;

  for (const [name, example] of examples) {
    assert.ok(holds(name, example) && decides(name, example), `${name} holds: ${JSON.stringify(example)}`);
    const both = fc.property(spoilt(example), (value) => {
      const said = JSON.parse(JSON.stringify(value));
      if (!decides(name, said)) refused += 1;
      return holds(name, said) === decides(name, said);
    });
    fc.assert(both, { numRuns: 400 });
  }

  assert.ok(refused > 1_000, 'most of what is spoilt is refused');
});

test('names of the object prototype are unknown fields like others', async () => {
  const holds = await smallSchemas();

  for (const text of [
    '{"type":"pong","__proto__":{}}',
    '{"type":"pong","constructor":1}',
    '{"toString":1}',
  ]) {
    assert.equal(holds('SiteMessage', JSON.parse(text)), false, text);
  }
});
