import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Capability, Grant } from '../../../protocol/capability.ts';
import { type ConsentPolicy, defaultConsentPolicy } from '../../../protocol/consent-policy.ts';
import type { ClientMessage, ServerMessageOf } from '../../../protocol/control.ts';
import { Consent } from '../../../widgets/visitor/consent.ts';

const toAgents = (capability: Capability): Grant => ({ capability, to: 'agents', until: null });

interface Given {
  readonly policy?: ConsentPolicy;
  readonly agreed?: readonly number[];
}

const once: ConsentPolicy = { ...defaultConsentPolicy, control: 'ask_once' };
const always: ConsentPolicy = defaultConsentPolicy;
const never: ConsentPolicy = { ...defaultConsentPolicy, control: 'not_offered' };

const open = (allowed: readonly Capability[] = ['view'], { policy = always, agreed = [] }: Given = {}) => {
  const said: ClientMessage[] = [];
  const clock = { now: 0 };
  let changes = 0;
  const consent = new Consent({
    allowed,
    paused: false,
    policy,
    agreed,
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

const ada = 2;
const onlyView: ServerMessageOf<'grants.changed'> = { type: 'grants.changed', grants: [toAgents('view')] };

/** Asked, allowed for the whole session, and given back by the agent. */
const allowedOnce = () => {
  const opened = open(['view'], { policy: once });
  opened.consent.allow('control', ada);
  opened.consent.heard({ type: 'grants.changed', grants: [toAgents('view'), toAgents('control')] });
  opened.consent.heard(onlyView);
  return opened;
};

test('what the tenant does not offer is refused, and not taken over from an earlier page', () => {
  const { consent } = open(['view', 'control'], { policy: never, agreed: [ada] });

  assert.deepEqual(consent.allowed, ['view']);
  assert.equal(consent.answerTo('control', ada), 'no');
  assert.deepEqual(consent.agreed, []);
});

test('a capability that nobody can ask for is refused whatever the policy', () => {
  const { consent } = open(['view'], { policy: once, agreed: [ada] });

  assert.equal(consent.answerTo('console', ada), 'no');
  assert.equal(consent.answerTo('view', ada), 'no');
});

test('asked always, an earlier yes is none for the next request', () => {
  const { consent } = open();
  consent.allow('control', ada);
  consent.heard({ type: 'grants.changed', grants: [toAgents('view'), toAgents('control')] });
  consent.heard(onlyView);

  assert.equal(consent.answerTo('control', ada), 'ask');
  assert.deepEqual(consent.agreed, []);
});

test('asked once, the first request is a question, and the next one of the same agent is not', () => {
  const { consent, said } = open(['view'], { policy: once });
  assert.equal(consent.answerTo('control', ada), 'ask');
  assert.equal(allowedOnce().consent.answerTo('control', ada), 'yes');
  assert.equal(allowedOnce().consent.answerTo('control', 3), 'ask', 'the yes was to somebody else');

  consent.allow('control', ada);
  consent.heard(onlyView);
  consent.allowAgain('control');

  assert.deepEqual([consent.allows('control'), consent.again], [true, true]);
  assert.deepEqual(said.at(-1), { type: 'grant.changed', capability: 'control', allowed: true, again: true });
});

test('a yes that the visitor was not told would last does not last', () => {
  const { consent } = open();
  // The question said nothing of the whole session; the policy has changed before the answer.
  consent.follow(once);
  consent.allow('control');
  consent.heard(onlyView);

  assert.equal(consent.answerTo('control', ada), 'ask');
});

test('taking control back, or saying no, ends an earlier yes', () => {
  const taken = allowedOnce().consent;
  taken.withdraw('control');
  const refused = allowedOnce().consent;
  refused.refuse('control');

  assert.deepEqual([taken.answerTo('control', ada), taken.agreed], ['ask', []]);
  assert.deepEqual([refused.answerTo('control', ada), refused.agreed], ['ask', []]);
});

test('an earlier yes survives a page load, and no change of the policy', () => {
  const next = open(['view'], { policy: once, agreed: [ada] }).consent;
  assert.equal(next.answerTo('control', ada), 'yes');

  next.follow(always);
  next.follow(once);

  assert.equal(next.answerTo('control', ada), 'ask');
  assert.equal(open(['view'], { policy: always, agreed: [ada] }).consent.answerTo('control', ada), 'ask');
});

test('while paused an earlier yes is worth nothing', () => {
  const { consent } = allowedOnce();
  consent.pause(true);

  assert.equal(consent.answerTo('control', ada), 'no');
});

test('control that is not offered any more ends in the same task, and no policy brings it', () => {
  const { consent, said, changes } = open(['view', 'control'], { policy: once });

  consent.follow(never);
  assert.deepEqual(consent.allowed, ['view']);
  assert.equal(changes(), 1);
  consent.follow(once);

  assert.equal(consent.allows('control'), false);
  assert.equal(consent.answerTo('control', ada), 'ask');
  assert.deepEqual(said, []);
});

const fromTheStart: ConsentPolicy = { ...defaultConsentPolicy, recording: 'opt_out' };

test('a recording from the start is said to a server that has not heard of it, and one that was asked for is not', () => {
  for (const [policy, expected] of [
    [fromTheStart, [{ type: 'grant.changed', capability: 'recording', allowed: true }]],
    [always, []],
  ] as const) {
    const { consent, said } = open(['view', 'recording'], { policy });

    consent.heard({ type: 'joined', grants: [toAgents('view')] });

    assert.deepEqual(said, expected);
    assert.equal(consent.allows('recording'), expected.length > 0);
  }
});

test('a recording from the start that the visitor has stopped does not come back', () => {
  const { consent, said } = open(['view', 'recording'], { policy: fromTheStart });

  consent.withdraw('recording');
  consent.heard({ type: 'joined', grants: [toAgents('view')] });

  assert.equal(consent.allows('recording'), false);
  assert.deepEqual(said, [{ type: 'grant.changed', capability: 'recording', allowed: false }]);
});

test('no policy brings a recording, and one that offers none ends it in the same task', () => {
  const { consent } = open(['view']);
  consent.follow({ ...defaultConsentPolicy, recording: 'required' });
  consent.heard({ type: 'joined', grants: [toAgents('view')] });
  assert.equal(consent.allows('recording'), false);

  consent.allow('recording');
  consent.follow({ ...defaultConsentPolicy, recording: 'not_offered' });

  assert.equal(consent.allows('recording'), false);
});

test('a no to a recording leaves the yes to control for the session as it is', () => {
  const { consent } = open(['view'], { policy: once, agreed: [2] });

  consent.refuse('recording');

  assert.equal(consent.answerTo('control', 2), 'yes');
  assert.equal(consent.answerTo('recording', 2), 'ask');
});
