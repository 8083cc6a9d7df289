import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ConsentPolicy, defaultConsentPolicy } from '../../../protocol/consent-policy.ts';
import { inClosedRoot } from '../../support/closed-root.ts';
import { come } from './come.ts';
import { wasSeen, watch } from './on-stage.ts';

const once: ConsentPolicy = { ...defaultConsentPolicy, control: 'ask_once' };

test('asked once, control is given again without a question, also on the next page, and the banner says so', async () => {
  const on = await come({ consent: once });
  const { room } = on.stage;
  await watch(on.stage);
  const controlled = () => room.grants.some(({ capability }) => capability === 'control');
  room.fromAgent({ type: 'grant.requested', capability: 'control' });
  const first = await inClosedRoot(on.page);
  await first.waitFor('StaticText', askedOnce);
  await first.press('Allow control', async () => controlled());
  room.fromAgent({ type: 'grant.released', capability: 'control' });
  await first.waitForNo('button', 'Take back control');
  const seen = room.bodies.length;
  await on.page.click('text=Next');
  await room.until('the next page', () => wasSeen(on.stage, 'Shop /next', seen));

  room.fromAgent({ type: 'grant.requested', capability: 'control' });

  await room.until('control', controlled);
  const second = await inClosedRoot(on.page);
  await second.waitFor('button', 'Take back control');
  await second.waitFor('StaticText', 'Ada Agent can use this page again, as you allowed.');
  assert.equal(await second.isThere('button', 'Allow control'), false);
});

const askedOnce =
  'They can click, scroll and type here. Your own mouse and keyboard always come first. ' +
  'You are asked once: it stays allowed in this session until you take back control.';

test('a question goes, and control ends, when the company does not offer it any more', async () => {
  const on = await come({ consent: defaultConsentPolicy });
  const { room } = on.stage;
  await watch(on.stage);
  const banner = await inClosedRoot(on.page);
  room.fromAgent({ type: 'grant.requested', capability: 'control' });
  await banner.waitFor('button', 'Allow control');

  room.toVisitor({ type: 'policy.changed', policy: { ...defaultConsentPolicy, control: 'not_offered' } });

  await banner.waitForNo('button', 'Allow control');
  assert.deepEqual(
    room.heard.filter(({ type }) => type === 'grant.changed'),
    [],
  );
});
