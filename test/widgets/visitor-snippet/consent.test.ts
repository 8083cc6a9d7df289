import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Capability, Grant } from '../../../protocol/capability.ts';
import type { ClientMessage } from '../../../protocol/control.ts';
import { Consent } from '../../../widgets/visitor/consent.ts';

const toAgents = (capability: Capability): Grant => ({ capability, to: 'agents', until: null });

const open = (allowed: readonly ('view' | 'control')[] = ['view']) => {
  const said: ClientMessage[] = [];
  const clock = { now: 0 };
  let changes = 0;
  const consent = new Consent({
    allowed,
    paused: false,
    send: (message) => said.push(message),
    onChanged: () => {
      changes += 1;
    },
    now: () => clock.now,
  });
  return { consent, said, clock, changes: () => changes };
};

test('what is withdrawn is not allowed in the same task, before the server knows', () => {
  const { consent, said } = open(['view', 'control']);

  consent.withdraw('control');

  assert.equal(consent.allows('control'), false);
  assert.deepEqual(said, [{ type: 'grant.changed', capability: 'control', allowed: false }]);
});

test('while paused nothing is allowed, and all of it again after', () => {
  const { consent } = open(['view', 'control']);

  consent.pause(true);
  assert.deepEqual([consent.allows('view'), consent.allows('control')], [false, false]);
  consent.pause(false);
  assert.deepEqual([consent.allows('view'), consent.allows('control')], [true, true]);
});

test('the server can take away, and never add', () => {
  const { consent, said } = open(['view', 'control']);

  consent.heard({ type: 'joined', grants: [toAgents('view'), toAgents('recording')] });

  assert.deepEqual(consent.allowed, ['view']);
  assert.deepEqual(said, [{ type: 'grant.changed', capability: 'recording', allowed: false }]);
});

test('what was allowed while the server died is said to the next one, and stays allowed', () => {
  const { consent, said } = open();
  consent.allow('control');

  consent.heard({ type: 'joined', grants: [toAgents('view')] });

  assert.equal(consent.allows('control'), true);
  const allowing = { type: 'grant.changed', capability: 'control', allowed: true };
  assert.deepEqual(said, [allowing, allowing]);
});

test('what the server has heard of and lacks on joining anew is over', () => {
  const { consent, said } = open();
  consent.allow('control');
  consent.heard({ type: 'grants.changed', grants: [toAgents('view'), toAgents('control')] });

  consent.heard({ type: 'joined', grants: [toAgents('view')] });

  assert.equal(consent.allows('control'), false);
  assert.equal(said.length, 1);
});

test('what was allowed and withdrawn while the server died is not said again', () => {
  const { consent, said } = open();
  consent.allow('control');
  consent.withdraw('control');

  consent.heard({ type: 'joined', grants: [toAgents('view')] });

  assert.equal(consent.allows('control'), false);
  assert.equal(said.length, 2);
});

test('two refusals give a minute’s peace', () => {
  const { consent, clock } = open();

  consent.refuse('control');
  assert.equal(consent.mayBeAsked(), true);
  consent.refuse('control');

  assert.equal(consent.mayBeAsked(), false);
  clock.now = 60_000;
  assert.equal(consent.mayBeAsked(), true);
});
