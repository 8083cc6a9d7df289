import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ConsentPolicy, defaultConsentPolicy } from '../../protocol/consent-policy.ts';
import { noModifiers } from '../../protocol/input.ts';
import { inClosedRoot } from '../support/closed-root.ts';
import { come } from '../widgets/visitor-snippet/come.ts';
import { type OnStage, watch } from '../widgets/visitor-snippet/on-stage.ts';

const once: ConsentPolicy = { ...defaultConsentPolicy, control: 'ask_once' };
const withoutControl: ConsentPolicy = { ...defaultConsentPolicy, control: 'not_offered' };

const givenIn = ({ stage }: OnStage) =>
  stage.room.heard.filter((message) => message.type === 'grant.changed' && message.allowed);
const takenIn = ({ stage }: OnStage) =>
  stage.room.heard.filter((message) => message.type === 'grant.changed' && !message.allowed);

test('a server that says “ask once”, and that control stands, gets no control before this visitor’s yes', async () => {
  const on = await come({ consent: once });
  const { room } = on.stage;
  const agent = await watch(on.stage);
  const banner = await inClosedRoot(on.page);

  // Every lie that it has words for: the list, the policy, a request, and the input itself.
  const grants = (['view', 'control'] as const).map((capability) => ({
    capability,
    to: 'agents' as const,
    until: null,
  }));
  room.toVisitor({ type: 'grants.changed', grants });
  room.toVisitor({ type: 'policy.changed', policy: once });
  room.fromAgent({ type: 'grant.requested', capability: 'control' });
  await banner.waitFor('button', 'Allow control');
  for (let node = 1; node < 40; node += 1) {
    const action = { type: 'click', at: { node, dx: 1, dy: 1 }, count: 1, modifiers: noModifiers };
    agent.sendBody('input', new TextEncoder().encode(JSON.stringify({ page: agent.page, action })));
  }
  await banner.press('Not now', async () => room.heard.some(({ type }) => type === 'grant.refused'));

  assert.deepEqual(givenIn(on), []);
  assert.ok(takenIn(on).length > 0, 'what the list has too much is taken back');
  assert.equal(await on.page.textContent('#buy'), 'Buy');
  assert.equal(await banner.isThere('button', 'Take back control'), false);
});

test('control that the visitor took back is asked for anew, whatever the server says of the policy', async () => {
  const on = await come({ consent: once });
  const { room } = on.stage;
  await watch(on.stage);
  const banner = await inClosedRoot(on.page);
  room.fromAgent({ type: 'grant.requested', capability: 'control' });
  await banner.press('Allow control', async () => givenIn(on).length === 1);
  await banner.press('Take back control', async () => takenIn(on).length === 1);

  room.toVisitor({ type: 'policy.changed', policy: once });
  room.fromAgent({ type: 'grant.requested', capability: 'control' });

  await banner.waitFor('button', 'Allow control');
  assert.equal(givenIn(on).length, 1);
});

test('a relay that passes on a request for what is not offered gets a no, and no question is shown', async () => {
  const on = await come({ consent: withoutControl });
  const { room } = on.stage;
  await watch(on.stage);

  room.fromAgent({ type: 'grant.requested', capability: 'control' });
  await room.until('the refusal', () => room.heard.some(({ type }) => type === 'grant.refused'));

  assert.equal(await (await inClosedRoot(on.page)).isThere('button', 'Allow control'), false);
  assert.deepEqual(givenIn(on), []);
});
